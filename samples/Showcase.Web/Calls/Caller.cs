// Calls methods that only a descriptor names: over gRPC-Web, and through the host's hub where requests are streamed.

using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Net.Client;

namespace Showcase.Web.Calls;

internal sealed class Caller(GrpcChannel channel, TunnelCallInvoker tunnel)
{
    /// <summary>Calls a method that takes one request.</summary>
    public OpenCall Call(MethodDescriptor method, IMessage request, CallOptions options)
    {
        var invoker = channel.CreateCallInvoker();
        if (method.IsServerStreaming)
        {
            var stream = invoker.AsyncServerStreamingCall(GrpcMethod(method), host: null, options, request);
            return new OpenCall(requests: null, stream.ResponseStream.ReadAllAsync(), stream.GetTrailers, stream.Dispose);
        }

        var call = invoker.AsyncUnaryCall(GrpcMethod(method), host: null, options, request);
        return new OpenCall(requests: null, OnceAsync(call.ResponseAsync), call.GetTrailers, call.Dispose);
    }

    /// <summary>Opens a method that takes a stream of requests.</summary>
    public OpenCall Open(MethodDescriptor method, CallOptions options)
    {
        if (method.IsServerStreaming)
        {
            var duplex = tunnel.AsyncDuplexStreamingCall(GrpcMethod(method), host: null, options);
            return new OpenCall(duplex.RequestStream, duplex.ResponseStream.ReadAllAsync(), duplex.GetTrailers, duplex.Dispose);
        }

        var call = tunnel.AsyncClientStreamingCall(GrpcMethod(method), host: null, options);
        return new OpenCall(call.RequestStream, OnceAsync(call.ResponseAsync), call.GetTrailers, call.Dispose);
    }

    /// <summary>The kind of a method.</summary>
    public static MethodType KindOf(MethodDescriptor method) => (method.IsClientStreaming, method.IsServerStreaming) switch
    {
        (false, false) => MethodType.Unary,
        (false, true) => MethodType.ServerStreaming,
        (true, false) => MethodType.ClientStreaming,
        (true, true) => MethodType.DuplexStreaming,
    };

    private static Method<IMessage, IMessage> GrpcMethod(MethodDescriptor method) =>
        new(KindOf(method), method.Service.FullName, method.Name, MarshallerOf(method.InputType), MarshallerOf(method.OutputType));

    private static Marshaller<IMessage> MarshallerOf(MessageDescriptor type) =>
        Marshallers.Create(message => message.ToByteArray(), bytes => type.Parser.ParseFrom(bytes));

    private static async IAsyncEnumerable<IMessage> OnceAsync(Task<IMessage> response)
    {
        yield return await response;
    }
}
