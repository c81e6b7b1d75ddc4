// Progressor: a long task reports its progress and ends with its result.
using Grpc.Core;
using Probe;

namespace GrpcSdk.Analyzers.Tests.Usage.Patterns.ProgressorStyle;

public sealed class ProgressorService(TimeProvider time) : Greeter.GreeterBase
{
    public override async Task ListHellos(HelloRequest request, IServerStreamWriter<HelloReply> responseStream, ServerCallContext context)
    {
        var results = new List<string>();
        for (var percent = 0; percent <= 100; percent++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), time, context.CancellationToken);
            results.Add($"{percent}");
            await responseStream.WriteAsync(new HelloReply { Message = $"{percent}" });
        }

        await responseStream.WriteAsync(new HelloReply { Lines = { results } });
    }
}

public static class ProgressorClient
{
    public static async Task<IReadOnlyList<string>> RunAsync(Greeter.GreeterClient client, IProgress<int> progress, CancellationToken cancellationToken)
    {
        using var call = client.ListHellos(new HelloRequest(), cancellationToken: cancellationToken);
        IReadOnlyList<string> result = [];
        await foreach (var message in call.ResponseStream.ReadAllAsync(cancellationToken))
        {
            if (message.Lines.Count > 0)
            {
                result = message.Lines;
            }
            else
            {
                progress.Report(int.Parse(message.Message, System.Globalization.CultureInfo.InvariantCulture));
            }
        }

        return result;
    }
}
