// What a client can see of a call, as text that is compared line by line.
using System.Globalization;
using System.Text;
using Google.Protobuf;
using Grpc.Core;

namespace GrpcSdk.Testing.Tests.Differential;

/// <summary>A protocol of what happened.</summary>
internal sealed class Observation
{
    // What transports add; a mock has no transport.
    private static readonly HashSet<string> OfTransport = ["date", "server", "content-type", "content-length"];

    private readonly StringBuilder _text = new();

    public async Task SeeAsync<T>(string what, Func<Task<T>> action)
    {
        Task<T> task;
        try
        {
            task = action();
        }
        catch (Exception exception)
        {
            Write($"{what}: threw at once {Describe(exception)}");
            return;
        }

        try
        {
            Write($"{what}: {Describe(await task.WaitAsync(TimeSpan.FromMinutes(2)))}");
        }
        catch (Exception exception)
        {
            Write($"{what}: {Describe(exception)}");
        }
    }

    public Task SeeAsync(string what, Func<Task> action) => SeeAsync(what, () => Wrap(action()));

    public void See<T>(string what, Func<T> action)
    {
        try
        {
            Write($"{what}: {Describe(action())}");
        }
        catch (Exception exception)
        {
            Write($"{what}: {Describe(exception)}");
        }
    }

    /// <summary>Reads until the stream ends or fails.</summary>
    public async Task SeeRestAsync(OpenCall call)
    {
        for (var i = 0; i < 10; i++)
        {
            var before = _text.Length;
            await SeeAsync("read", () => call.Read!(CancellationToken.None));
            if (!_text.ToString(before, _text.Length - before).Contains('{', StringComparison.Ordinal))
            {
                return;
            }
        }
    }

    /// <summary>Headers, status and trailers.</summary>
    public async Task SeeEndAsync(OpenCall call)
    {
        await SeeAsync("headers", call.Headers);
        See("status", call.GetStatus);
        See("trailers", call.GetTrailers);
    }

    public override string ToString() => _text.ToString();

    private static async Task<string> Wrap(Task task)
    {
        await task;
        return "done";
    }

    private void Write(string line) => _text.Append(line).Append('\n');

    private static string Describe(object? value) => value switch
    {
        null => "end",
        RpcException rpc => $"RpcException {Describe(rpc.Status)} {Describe(rpc.Trailers)}",
        // Its message names the internal type of the call.
        ObjectDisposedException => "ObjectDisposedException",
        // Task cancellation comes as either type, by chance of which task saw it first.
        OperationCanceledException => "OperationCanceledException",
        Exception exception => $"{exception.GetType().Name} {exception.Message}",
        Status status => $"{status.StatusCode} '{status.Detail}'",
        Metadata metadata => $"[{string.Join(", ", metadata.Where(e => !OfTransport.Contains(e.Key)).Select(e => string.Create(CultureInfo.InvariantCulture, $"{e.Key}={(e.IsBinary ? Convert.ToHexString(e.ValueBytes) : e.Value)}")))}]",
        IMessage message => $"{{ {JsonFormatter.ToDiagnosticString(message)} }}",
        _ => value.ToString()!,
    };
}
