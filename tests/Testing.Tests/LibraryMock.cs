// The mocks under test, as a user writes them.
using GrpcSdk.Testing.Tests.V1;

namespace GrpcSdk.Testing.Tests;

[GrpcMock<Library.LibraryClient>]
public partial class LibraryMock;

[GrpcMock<Loans.LoansClient>]
public partial class LoansMock;
