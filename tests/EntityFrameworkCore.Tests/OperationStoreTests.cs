// Operations in a real database: what every store promises, many writers, waiters of another replica, and a restart.
using Google.Protobuf.WellKnownTypes;
using GrpcSdk.AspNetCore.Operations;
using GrpcSdk.AspNetCore.Paging;
using GrpcSdk.EntityFrameworkCore.Tests.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace GrpcSdk.EntityFrameworkCore.Tests;

public sealed class OperationStoreTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("grpcsdk-operations");

    public OperationStoreTests()
    {
        using var host = Host();
        using var context = host.GetRequiredService<IDbContextFactory<OperationsDb>>().CreateDbContext();
        context.Database.EnsureCreated();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_store_keeps_what_it_gets_and_refuses_what_is_old(bool durable)
    {
        await using var host = Host();
        IOperationStore store = durable ? host.GetRequiredService<IOperationStore>() : new InMemoryOperationStore();
        var begun = new OperationRecord { Name = "operations/b", CreateTime = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero) };

        Assert.True(await store.TryAddAsync(begun, Token));
        Assert.False(await store.TryAddAsync(begun, Token));
        Assert.Equal(begun, await store.FindAsync(begun.Name, Token));
        Assert.Null(await store.FindAsync("operations/x", Token));

        var full = begun with
        {
            Done = true,
            CancelRequested = true,
            Metadata = Any.Pack(new Int32Value { Value = 7 }),
            Response = Any.Pack(new StringValue { Value = "done" }),
            Error = new Google.Rpc.Status { Code = 9, Message = "no", Details = { Any.Pack(new Empty()) } },
        };
        Assert.Equal(full with { Revision = 1 }, await store.TryUpdateAsync(full, Token));
        Assert.Equal(full with { Revision = 1 }, await store.FindAsync(begun.Name, Token));
        Assert.Null(await store.TryUpdateAsync(full, Token));
        Assert.Null(await store.TryUpdateAsync(full with { Name = "operations/x" }, Token));

        Assert.True(await store.TryAddAsync(begun with { Name = "operations/a" }, Token));
        Assert.True(await store.TryAddAsync(begun with { Name = "operations/c" }, Token));
        Assert.Equal(["operations/a", "operations/b"], (await store.ListAsync("", 2, Token)).Select(o => o.Name));
        Assert.Equal(["operations/c"], (await store.ListAsync("operations/b", 2, Token)).Select(o => o.Name));
        Assert.True(await store.TryRemoveAsync("operations/a", Token));
        Assert.False(await store.TryRemoveAsync("operations/a", Token));
    }

    [Fact]
    public async Task Of_many_writers_with_one_revision_one_wins()
    {
        await using var host = Host();
        await using var replica = Host();
        IOperationStore[] stores = [host.GetRequiredService<IOperationStore>(), replica.GetRequiredService<IOperationStore>()];
        var begun = new OperationRecord { Name = "operations/1" };

        var added = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => stores[i % 2].TryAddAsync(begun, Token)));
        var updated = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => stores[i % 2].TryUpdateAsync(begun, Token)));

        Assert.Single(added, true);
        Assert.Single(updated, u => u is not null);
        Assert.Equal(1, (await stores[0].FindAsync(begun.Name, Token))!.Revision);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_wait_ends_with_a_change_by_whichever_replica(bool sameProcess)
    {
        await using var host = Host();
        await using var replica = Host();
        var store = host.GetRequiredService<IOperationStore>();
        var begun = new OperationRecord { Name = "operations/1" };
        Assert.True(await store.TryAddAsync(begun, Token));

        var wait = store.WaitForChangeAsync(begun.Name, 0, Token);
        Assert.False(wait.IsCompleted);
        await (sameProcess ? store : replica.GetRequiredService<IOperationStore>()).TryUpdateAsync(begun with { Done = true }, Token);

        await wait;
        await store.WaitForChangeAsync("operations/unknown", 0, Token);
        using var stop = new CancellationTokenSource();
        var endless = store.WaitForChangeAsync(begun.Name, 1, stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => endless);
    }

    // Of one process and of two, and all have seen it unfinished before the first of them begins.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_many_that_restart_an_operation_at_once_one_does_its_work(bool durable)
    {
        await using var host = Host();
        await using var replica = Host();
        var memory = new InMemoryOperationStore();
        using var seen = new Barrier(8);
        IOperationStore StoreOf(ServiceProvider services) => new MeetingStore(durable ? services.GetRequiredService<IOperationStore>() : memory, seen);
        await using var one = new OperationService(StoreOf(host), TimeProvider.System, NullLogger<OperationService>.Instance);
        await using var two = new OperationService(StoreOf(replica), TimeProvider.System, NullLogger<OperationService>.Instance);
        var begun = new OperationRecord { Name = "operations/1" };
        Assert.True(await (durable ? host.GetRequiredService<IOperationStore>() : memory).TryAddAsync(begun, Token));
        var works = 0;

        var restarted = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Factory.StartNew(
            () => (i % 2 == 0 ? one : two).RestartAsync<Empty, Empty>(
                begun.Name,
                _ =>
                {
                    Interlocked.Increment(ref works);
                    return Task.FromResult(new Empty());
                },
                Token),
            Token,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).Unwrap()));
        Assert.True((await one.WaitAsync(begun.Name, cancellationToken: Token)).Done);

        Assert.Equal(1, works);
        Assert.Single(restarted, true);
    }

    [Fact]
    public async Task Work_that_a_restart_interrupts_is_found_in_the_database_and_done_again()
    {
        string name;
        await using (var first = Host())
        {
            var operations = first.GetRequiredService<OperationService>();
            var started = await operations.StartAsync<StringValue, Int32Value>(async work =>
            {
                await work.ReportAsync(new Int32Value { Value = 40 });
                await Task.Delay(Timeout.Infinite, work.CancellationToken);
                return new StringValue();
            });
            name = started.Name;
            await first.GetRequiredService<IOperationStore>().WaitForChangeAsync(name, 0, Token);
        }

        await using var second = Host();
        var service = second.GetRequiredService<OperationService>();
        await using var context = await second.GetRequiredService<IDbContextFactory<OperationsDb>>().CreateDbContextAsync(Token);
        var unfinished = await context.Set<OperationEntity>().SingleAsync(o => !o.Done, Token);
        var before = await service.GetAsync(unfinished.Name, Token);
        Assert.True(await service.RestartAsync<StringValue, Int32Value>(
            unfinished.Name,
            work => Task.FromResult(new StringValue { Value = $"went on after {before.Metadata!.Unpack<Int32Value>().Value}" }),
            Token));
        var done = await service.WaitAsync(name, cancellationToken: Token);

        Assert.Equal((name, true, "went on after 40"), (unfinished.Name, done.Done, done.Response!.Unpack<StringValue>().Value));
    }

    [Fact]
    public async Task Operations_are_listed_in_pages()
    {
        await using var host = Host();
        var service = host.GetRequiredService<OperationService>();
        var store = host.GetRequiredService<IOperationStore>();
        foreach (var i in Enumerable.Range(0, 7))
        {
            Assert.True(await store.TryAddAsync(new OperationRecord { Name = $"operations/{i}" }, Token));
        }

        var tokens = new PageTokenProtector(new PageTokenOptions { Keys = { new PageTokenKey(1, new byte[32]) } });
        var (names, token) = (new List<string>(), "");
        do
        {
            var (page, next) = await service.ListAsync(PageRequest.ForMethod("List", new ListPeopleRequest { PageSize = 3, PageToken = token }, tokens), Token);
            names.AddRange(page.Select(o => o.Name));
            token = next;
        }
        while (token.Length > 0);

        Assert.Equal(Enumerable.Range(0, 7).Select(i => $"operations/{i}"), names);
    }

    private ServiceProvider Host() => new ServiceCollection()
        .AddDbContextFactory<OperationsDb>(options => options.UseSqlite($"Data Source={Path.Combine(_folder.FullName, "operations.db")}"))
        .AddGrpcOperations<OperationsDb>(TimeSpan.FromMilliseconds(20))
        .BuildServiceProvider();

    private sealed class OperationsDb(DbContextOptions<OperationsDb> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.AddGrpcOperations();
    }
}
