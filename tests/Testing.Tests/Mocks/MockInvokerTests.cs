// One transport for the mocks of several services.
using Grpc.Core;
using GrpcSdk.Testing.Tests.V1;

namespace GrpcSdk.Testing.Tests.Mocks;

public class MockInvokerTests
{
    private readonly LibraryMock _library = new();
    private readonly LoansMock _loans = new();

    [Fact]
    public async Task Each_call_goes_to_the_mock_of_its_service()
    {
        _library.GetBook.Returns(new Book { Title = "of the library" });
        _library.ListBooks.Streams(new Book { Id = 1 }, new Book { Id = 2 });
        _library.ImportBooks.Returns(books => new ImportBooksResponse { Count = books.Count });
        _loans.GetLoan.Returns(new Book { Title = "of the loans" });
        var everything = new Everything(GrpcMockInvoker.Of(_library, _loans));

        Assert.Equal("of the library", (await everything.Library.GetBookAsync(new())).Title);
        Assert.Equal("of the library", everything.Library.GetBook(new()).Title);
        Assert.Equal("of the loans", (await everything.Loans.GetLoanAsync(new())).Title);
        using var list = everything.Library.ListBooks(new());
        Assert.Equal([1, 2], await list.ResponseStream.ReadAllAsync(TestContext.Current.CancellationToken).Select(b => b.Id).ToListAsync(TestContext.Current.CancellationToken));
        using var import = everything.Library.ImportBooks();
        await import.RequestStream.WriteAsync(new Book(), TestContext.Current.CancellationToken);
        await import.RequestStream.CompleteAsync();
        Assert.Equal(1, (await import).Count);
        _library.Discuss.RespondsToEach(remark => remark);
        using var discussion = everything.Library.Discuss();
        _library.GetBook.Received(2);
        _loans.GetLoan.Received(1);
    }

    [Fact]
    public async Task A_service_without_a_mock_and_two_mocks_of_one_are_said()
    {
        var loans = new Loans.LoansClient(GrpcMockInvoker.Of(_library));

        var missing = await Assert.ThrowsAsync<GrpcMockException>(async () => await loans.GetLoanAsync(new()));
        Assert.Equal(
            "None of the mocks is of the service grpcsdk.testing.v1.Loans, whose GetLoan was called: there are grpcsdk.testing.v1.Library.",
            missing.Message);
        Assert.Contains("grpcsdk.testing.v1.Library", Assert.Throws<ArgumentException>(() => GrpcMockInvoker.Of(_library, _loans, new LibraryMock())).Message, StringComparison.Ordinal);
    }

    // As applications write it: all stubs from one transport.
    private sealed class Everything(CallInvoker transport)
    {
        public Library.LibraryClient Library { get; } = new(transport);

        public Loans.LoansClient Loans { get; } = new(transport);
    }
}
