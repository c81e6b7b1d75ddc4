// Injected faults.
using Grpc.Core;
using GrpcSdk.Testing.Tests.V1;

namespace GrpcSdk.Testing.Tests.Mocks;

public class FaultTests
{
    private readonly LibraryMock _library = new();

    [Fact]
    public void Every_third_call_fails_whatever_the_setups_say_later()
    {
        _library.GetBook.FailsEvery(3, StatusCode.Unavailable, "down");
        _library.GetBook.Returns(new Book());

        Assert.Equal([true, true, false, true, true, false], Outcomes(6));
    }

    [Fact]
    public void Faults_of_a_narrowed_mock_count_its_calls_only()
    {
        _library.GetBook.Returns(new Book());
        _library.GetBook.When(r => r.Id % 2 == 0).FailsEvery(2, StatusCode.Unavailable);

        Assert.Equal([true, true, false, true, true, true, false, true], Outcomes(8, first: 0));
    }

    [Fact]
    public void Random_faults_are_the_same_for_the_same_seed()
    {
        var runs = Enumerable.Range(0, 2).Select(_ =>
        {
            _library.Reset();
            _library.GetBook.Returns(new Book());
            _library.FailsRandomly(0.3, seed: 42, StatusCode.Aborted);
            return Outcomes(1000).ToList();
        }).ToList();

        Assert.Equal(runs[0], runs[1]);
        Assert.InRange(runs[0].Count(ok => !ok), 250, 350);
    }

    [Fact]
    public async Task A_fault_fails_a_stream_too()
    {
        _library.ListBooks.Streams(new Book());
        _library.ListBooks.FailsEvery(1, StatusCode.DataLoss);

        Assert.Equal(StatusCode.DataLoss, (await Assert.ThrowsAsync<RpcException>(() => _library.Client.ListBooks(new()).ResponseStream.MoveNext())).StatusCode);
    }

    [Fact]
    public void Faults_that_make_no_sense_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _library.GetBook.FailsEvery(0, StatusCode.Internal));
        Assert.Throws<ArgumentOutOfRangeException>(() => _library.GetBook.FailsEvery(1, StatusCode.OK));
        Assert.Throws<ArgumentOutOfRangeException>(() => _library.FailsRandomly(double.NaN, 1, StatusCode.Internal));
        Assert.Throws<ArgumentOutOfRangeException>(() => _library.GetBook.Throws(StatusCode.OK));
    }

    private IEnumerable<bool> Outcomes(int count, int first = 1)
    {
        for (var i = first; i < first + count; i++)
        {
            bool ok;
            try
            {
                _library.Client.GetBook(new() { Id = i });
                ok = true;
            }
            catch (RpcException exception) when (exception.StatusCode is StatusCode.Unavailable or StatusCode.Aborted)
            {
                ok = false;
            }

            yield return ok;
        }
    }
}
