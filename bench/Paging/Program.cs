// `dotnet run -c Release --project bench/Paging` prints the paging and batching figures of docs/benchmarks.md. The two
// sides of each comparison take turns and the best of each counts, so that the machine's mood is shared.
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Grpc.Core;
using Grpc.Net.Client;
using GrpcSdk.Bench.Paging;
using GrpcSdk.Bench.Paging.V1;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

const int Pages = 200, PerPage = 500, Rounds = 30, Gets = 2000;

var client = new Items.ItemsClient(new PreparedPages(Pages, PerPage));
var (pager, loop, pagerBytes, longPagerBytes) = (double.MaxValue, double.MaxValue, 0L, 0L);
for (var round = 0; round < Rounds; round++)
{
    loop = Math.Min(loop, await TimeAsync(() => CountIterator(HandWritten(client))));
    pager = Math.Min(pager, await TimeAsync(() => Count(client.ListItemsPaged(new()))));
}

// The same number of pages with ten times the items: what is more is the price of items.
pagerBytes = await AllocatedAsync(() => Count(client.ListItemsPaged(new())));
var larger = new Items.ItemsClient(new PreparedPages(Pages, PerPage * 10));
longPagerBytes = await AllocatedAsync(() => Count(larger.ListItemsPaged(new())));
Console.WriteLine($"per item: pager {pager * 1e9 / (Pages * PerPage):F1} ns, hand-written loop {loop * 1e9 / (Pages * PerPage):F1} ns, ratio {pager / loop:F2}");
Console.WriteLine($"allocated per item: {(longPagerBytes - pagerBytes) / (double)(Pages * PerPage * 9):F3} bytes");

var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
builder.Services.AddGrpc();
await using var app = builder.Build();
app.MapGrpcService<Server>();
await app.StartAsync();
using var channel = GrpcChannel.ForAddress(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
var remote = new Items.ItemsClient(channel);
// A loop as people write it, without an iterator around it, over a real connection.
var (remotePager, remoteLoop) = (double.MaxValue, double.MaxValue);
for (var round = 0; round < 10; round++)
{
    remoteLoop = Math.Min(remoteLoop, await TimeAsync(() => CountByHand(remote)));
    remotePager = Math.Min(remotePager, await TimeAsync(() => Count(remote.ListItemsPaged(new()))));
}

Console.WriteLine($"per item over HTTP/2: pager {remotePager * 1e9 / (Pages * PerPage):F0} ns, nested loops {remoteLoop * 1e9 / (Pages * PerPage):F0} ns, ratio {remotePager / remoteLoop:F2}");

var (single, coalesced) = (double.MaxValue, double.MaxValue);
for (var round = 0; round < 5; round++)
{
    single = Math.Min(single, await TimeAsync(() => Task.WhenAll(Enumerable.Range(0, Gets).Select(id => remote.GetItemAsync(new() { Id = id }).ResponseAsync))));
    coalesced = Math.Min(coalesced, await TimeAsync(async () =>
    {
        await using var loader = remote.CreateItemLoader();
        await Task.WhenAll(Enumerable.Range(0, Gets).Select(id => loader.LoadAsync(id)));
    }));
}

Console.WriteLine($"{Gets} gets: single {single * 1e3:F0} ms, through the loader {coalesced * 1e3:F0} ms, ratio {coalesced / single:F2}");

static async Task<double> TimeAsync(Func<Task> action)
{
    var start = Stopwatch.GetTimestamp();
    await action();
    return Stopwatch.GetElapsedTime(start).TotalSeconds;
}

static async Task<long> AllocatedAsync(Func<Task> action)
{
    var before = GC.GetTotalAllocatedBytes(precise: true);
    await action();
    return GC.GetTotalAllocatedBytes(precise: true) - before;
}

static async Task<long> Count(IAsyncEnumerable<Item> items)
{
    long sum = 0;
    await foreach (var item in items)
    {
        sum += item.Id;
    }

    return sum;
}

// The same as Count, for the other side: the compiler optimises a loop for the enumerator that it saw in it first, and
// which of the two that is must not decide the comparison.
static async Task<long> CountIterator(IAsyncEnumerable<Item> items)
{
    long sum = 0;
    await foreach (var item in items)
    {
        sum += item.Id;
    }

    return sum;
}

static async Task<long> CountByHand(Items.ItemsClient client)
{
    long sum = 0;
    var request = new ListItemsRequest();
    do
    {
        var response = await client.ListItemsAsync(request);
        foreach (var item in response.Items)
        {
            sum += item.Id;
        }

        request.PageToken = response.NextPageToken;
    }
    while (request.PageToken.Length > 0);
    return sum;
}

static async IAsyncEnumerable<Item> HandWritten(Items.ItemsClient client, [EnumeratorCancellation] CancellationToken cancellationToken = default)
{
    var request = new ListItemsRequest();
    do
    {
        var response = await client.ListItemsAsync(request, cancellationToken: cancellationToken);
        foreach (var item in response.Items)
        {
            yield return item;
        }

        request.PageToken = response.NextPageToken;
    }
    while (request.PageToken.Length > 0);
}

internal sealed class Server : Items.ItemsBase
{
    private const int Pages = 200, PerPage = 500;

    private static readonly ListItemsResponse[] Answers = [.. Enumerable.Range(0, Pages).Select(page => new ListItemsResponse
    {
        Items = { Enumerable.Range(0, PerPage).Select(i => new Item { Id = i }) },
        NextPageToken = page + 1 < Pages ? $"{page + 1}" : "",
    })];

    public override Task<ListItemsResponse> ListItems(ListItemsRequest request, ServerCallContext context) =>
        Task.FromResult(Answers[request.PageToken.Length == 0 ? 0 : int.Parse(request.PageToken, null)]);

    public override Task<Item> GetItem(GetItemRequest request, ServerCallContext context) => Task.FromResult(new Item { Id = request.Id });

    public override Task<BatchGetItemsResponse> BatchGetItems(BatchGetItemsRequest request, ServerCallContext context)
    {
        var response = new BatchGetItemsResponse();
        foreach (var id in request.ItemIds)
        {
            response.Items.Add(id, new Item { Id = id });
        }

        return Task.FromResult(response);
    }
}
