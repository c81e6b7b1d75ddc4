// The mock under test, as a user writes it.
using GrpcSdk.Testing.Tests.V1;

namespace GrpcSdk.Testing.Tests;

[GrpcMock<Library.LibraryClient>]
public partial class LibraryMock;
