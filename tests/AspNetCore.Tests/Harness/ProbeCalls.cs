// Makes one call of any kind, so that a test is written once for all four.
using Google.Protobuf;
using Grpc.Core;
using GrpcSdk.AspNetCore.Tests.Protos;

namespace GrpcSdk.AspNetCore.Tests.Harness;

/// <summary>How a call ended, as its caller saw it.</summary>
/// <param name="Code">The status code.</param>
/// <param name="Received">How many messages arrived.</param>
/// <param name="Error">The exception, when it failed.</param>
/// <param name="Headers">The response headers.</param>
internal sealed record CallResult(StatusCode Code, int Received, RpcException? Error, Metadata? Headers);

/// <summary>Calls of all kinds.</summary>
internal static class ProbeCalls
{
    public static TheoryData<MethodType> AllKinds { get; } =
        new(MethodType.Unary, MethodType.ClientStreaming, MethodType.ServerStreaming, MethodType.DuplexStreaming);

    public static string MethodName(MethodType kind) => "grpcsdk.probe.Probe/" + kind switch
    {
        MethodType.Unary => "Unary",
        MethodType.ClientStreaming => "ClientStream",
        MethodType.ServerStreaming => "ServerStream",
        _ => "Duplex",
    };

    public static async Task<CallResult> CallAsync(
        this Probe.ProbeClient client,
        MethodType kind,
        int requests = 3,
        CallOptions options = default,
        string text = "hello",
        int payload = 0)
    {
        var messages = Enumerable.Range(0, requests)
            .Select(_ => new ProbeRequest { Text = text, Payload = ByteString.CopyFrom(new byte[payload]) })
            .ToList();
        return await client.CallAsync(kind, messages, options);
    }

    public static async Task<CallResult> CallAsync(
        this Probe.ProbeClient client,
        MethodType kind,
        IReadOnlyList<ProbeRequest> messages,
        CallOptions options = default)
    {
        var received = 0;
        Task<Metadata>? headers = null;
        try
        {
            switch (kind)
            {
                case MethodType.Unary:
                    using (var call = client.UnaryAsync(messages[0], options))
                    {
                        headers = call.ResponseHeadersAsync;
                        await call;
                        received = 1;
                    }

                    break;
                case MethodType.ClientStreaming:
                    using (var call = client.ClientStream(options))
                    {
                        headers = call.ResponseHeadersAsync;
                        await WriteAsync(call.RequestStream, messages);
                        await call;
                        received = 1;
                    }

                    break;
                case MethodType.ServerStreaming:
                    using (var call = client.ServerStream(messages[0], options))
                    {
                        headers = call.ResponseHeadersAsync;
                        await foreach (var _ in call.ResponseStream.ReadAllAsync())
                        {
                            received++;
                        }
                    }

                    break;
                default:
                    using (var call = client.Duplex(options))
                    {
                        headers = call.ResponseHeadersAsync;
                        var write = WriteAsync(call.RequestStream, messages);
                        await foreach (var _ in call.ResponseStream.ReadAllAsync())
                        {
                            received++;
                        }

                        await write;
                    }

                    break;
            }

            return new CallResult(StatusCode.OK, received, null, await headers);
        }
        catch (RpcException error)
        {
            return new CallResult(error.StatusCode, received, error, headers is { IsCompletedSuccessfully: true } ? await headers : null);
        }
    }

    // A server that ended the call stops reading: the status of the call says why, not the failed write.
    private static async Task WriteAsync(IClientStreamWriter<ProbeRequest> stream, IReadOnlyList<ProbeRequest> messages)
    {
        try
        {
            foreach (var message in messages)
            {
                await stream.WriteAsync(message);
            }

            await stream.CompleteAsync();
        }
        catch (Exception error) when (error is RpcException or InvalidOperationException or IOException)
        {
        }
    }
}
