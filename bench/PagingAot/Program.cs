// Calls all 200 lists, so that trimming keeps them; measure.sh writes Calls.cs and compares the sizes of both programs.
using Grpc.Core;
using Grpc.Net.Client;
using GrpcSdk.Bench.PagingAot.V1;

using var channel = GrpcChannel.ForAddress(args[0]);
var client = new Lists.ListsClient(channel);
Console.WriteLine(await Calls.CountAsync(client));

internal static partial class Calls
{
    /// <summary>What a caller without helpers does: one call per page. One generic method, so that only the calls differ.</summary>
    private static async Task<long> CountAsync<TResponse>(AsyncUnaryCall<TResponse> call, Func<TResponse, int> count) => count(await call);

    /// <summary>What a caller with helpers does.</summary>
    private static async Task<long> CountAsync<TItem>(IAsyncEnumerable<TItem> items)
    {
        long count = 0;
        await foreach (var item in items)
        {
            count++;
        }

        return count;
    }
}
