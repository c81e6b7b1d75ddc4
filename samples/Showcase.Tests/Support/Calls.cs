// Shorthands for what every test of a service does.

using Grpc.Core;

namespace Showcase.Tests.Support;

internal static class Calls
{
    /// <summary>Reads messages until there are enough; fails when the stream ends before.</summary>
    public static async Task<List<T>> ReadAsync<T>(this IAsyncStreamReader<T> stream, int count)
    {
        var messages = new List<T>();
        while (messages.Count < count)
        {
            Assert.True(await stream.MoveNext(TestContext.Current.CancellationToken), $"the stream ended after {messages.Count} of {count} messages");
            messages.Add(stream.Current);
        }

        return messages;
    }

    /// <summary>Reads messages until the stream ends.</summary>
    public static async Task<List<T>> ReadToEndAsync<T>(this IAsyncStreamReader<T> stream)
    {
        var messages = new List<T>();
        while (await stream.MoveNext(TestContext.Current.CancellationToken))
        {
            messages.Add(stream.Current);
        }

        return messages;
    }

    /// <summary>The status that a call ends with.</summary>
    public static async Task<StatusCode> StatusOfAsync(Func<Task> call)
    {
        try
        {
            await call();
            return StatusCode.OK;
        }
        catch (RpcException exception)
        {
            return exception.StatusCode;
        }
    }
}
