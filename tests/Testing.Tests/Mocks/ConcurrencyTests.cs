// One mock, many threads.
using Grpc.Core;
using GrpcSdk.Testing.Tests.V1;

namespace GrpcSdk.Testing.Tests.Mocks;

public class ConcurrencyTests
{
    private const int Threads = 8;
    private const int CallsEach = 10_000;

    [Fact]
    public async Task No_call_is_lost_while_setups_change()
    {
        var library = new LibraryMock();
        library.GetBook.Returns(r => new Book { Id = r.Id });
        using var start = new Barrier(Threads + 1);

        var callers = Enumerable.Range(0, Threads).Select(thread => RunAsync(() =>
        {
            start.SignalAndWait();
            for (var i = 0; i < CallsEach; i++)
            {
                var id = (thread * CallsEach) + i;
                var book = i % 2 == 0 ? library.Client.GetBook(new() { Id = id }) : library.Client.GetBookAsync(new() { Id = id }).ResponseAsync.GetAwaiter().GetResult();
                Assert.Equal(id, book.Id);
            }
        })).ToList();
        var changer = RunAsync(() =>
        {
            start.SignalAndWait();
            for (var i = 0; i < 100; i++)
            {
                library.GetBook.Returns(r => new Book { Id = r.Id, Title = "new" });
                library.GetBook.When(r => r.Id == -1).Throws(StatusCode.Internal);
                _ = library.GetBook.Calls.Count;
            }
        });
        await Task.WhenAll([.. callers, changer]);

        var calls = library.GetBook.Received(Threads * CallsEach);
        Assert.Equal(Enumerable.Range(0, Threads * CallsEach), calls.Select(c => c.Request.Id).Order());
        Assert.Equal(Enumerable.Range(1, Threads * CallsEach), calls.Select(c => c.Number));
        Assert.All(calls, c => Assert.Equal(c.Request.Id, c.Responses.Single().Id));
        library.VerifyNoOtherCalls();
    }

    [Fact]
    public async Task Whoever_asks_first_for_an_RPC_gets_the_mock_that_everybody_gets()
    {
        for (var round = 0; round < 50; round++)
        {
            var library = new LibraryMock();
            using var start = new Barrier(Threads);

            var mocks = await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait();
                    return thread % 2 == 0 ? (RpcMock[])[library.GetBook, library.Discuss] : [library.GetBook, library.ListBooks];
                },
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default)));

            Assert.All(mocks, m => Assert.Same(library.GetBook, m[0]));
            Assert.Equal(3, mocks.SelectMany(m => m).Distinct().Count());
        }
    }

    [Fact]
    public async Task Streams_of_many_threads_do_not_mix()
    {
        var library = new LibraryMock();
        library.Discuss.RespondsToEach(r => new Remark { Text = r.Text });

        await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Run(async () =>
        {
            for (var i = 0; i < 200; i++)
            {
                using var call = library.Client.Discuss();
                for (var message = 0; message < 5; message++)
                {
                    var text = $"{thread}/{i}/{message}";
                    await call.RequestStream.WriteAsync(new Remark { Text = text });
                    Assert.True(await call.ResponseStream.MoveNext());
                    Assert.Equal(text, call.ResponseStream.Current.Text);
                }

                await call.RequestStream.CompleteAsync();
                Assert.False(await call.ResponseStream.MoveNext());
            }
        })));

        var calls = library.Discuss.Received(Threads * 200);
        Assert.All(calls, c => Assert.Equal(c.Requests, c.Responses));
        Assert.All(calls, c => Assert.Equal(StatusCode.OK, c.Status!.Value.StatusCode));
    }

    [Fact]
    public async Task A_call_that_ends_from_all_sides_at_once_ends_once()
    {
        var library = new LibraryMock();
        var random = new Random(7);
        for (var i = 0; i < 500; i++)
        {
            using var source = new CancellationTokenSource();
            var session = library.GetBook.Manual();
            var call = library.Client.GetBookAsync(new(), cancellationToken: source.Token);
            await session.SendAsync(new Book());
            Action[] ends = [source.Cancel, call.Dispose, () => session.Complete(), () => session.Fail(StatusCode.Internal)];
            random.Shuffle(ends);

            await Task.WhenAll(ends.Select(end => Task.Run(end)));

            var status = call.GetStatus();
            Assert.Equal(status.StatusCode == StatusCode.OK, call.ResponseAsync.IsCompletedSuccessfully);
            Assert.Equal(status.StatusCode, library.GetBook.Calls[^1].Status!.Value.StatusCode);
        }
    }

    // Threads of their own, so that eight really run at once whatever the pool has.
    private static Task RunAsync(Action action) => Task.Factory.StartNew(action, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
