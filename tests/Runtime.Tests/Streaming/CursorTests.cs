// A stream that is resumed by a cursor, which is a message, and limited by the caller.
using Grpc.Core;
using GrpcSdk.Runtime.Tests.Harness;
using GrpcSdk.Runtime.Tests.Lab;

namespace GrpcSdk.Runtime.Tests.Streaming;

public class CursorTests
{
    [Fact]
    public async Task It_goes_on_after_the_cursor_of_the_last_item_and_asks_for_what_is_left()
    {
        var asked = new List<(string? Token, uint Limit)>();
        await using var server = await LabServer.StartAsync(new()
        {
            ReadRelations = async (request, stream, _) =>
            {
                asked.Add((request.OptionalCursor?.Token, request.OptionalLimit));
                var first = request.OptionalCursor is { } cursor ? int.Parse(cursor.Token, null) + 1 : 1;
                for (var i = first; i < first + request.OptionalLimit; i++)
                {
                    await stream.WriteAsync(new() { Number = i, AfterResultCursor = new() { Token = $"{i}" } });
                    if (i == 2)
                    {
                        throw new RpcException(new Status(StatusCode.Unavailable, "gone"));
                    }
                }
            },
        });

        var numbers = await server.Client.ReadRelationsResumable(new() { OptionalLimit = 5 }, new() { Delay = TimeSpan.FromMilliseconds(1) })
            .Select(r => r.Number).ToListAsync(TestContext.Current.CancellationToken);

        Assert.Equal([1, 2, 3, 4, 5], numbers);
        Assert.Equal([(null, 5u), ("2", 3u)], asked);
    }
}
