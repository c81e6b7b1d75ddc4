// Everything that the mock generator may say. Each id has a page in docs/rules.
using GrpcSdk.Generators.Common;
using Microsoft.CodeAnalysis;

namespace GrpcSdk.Generators.Mocks;

/// <summary>Diagnostics GSDK5001 and on.</summary>
internal static class MockDiagnostics
{
    public static readonly DiagnosticDescriptor NotAClient = Descriptors.Create(
        "GSDK5001",
        "GrpcMock needs a generated gRPC client",
        "'{0}' is not a gRPC client that can be mocked: name the class that protoc's gRPC plugin generates inside the service's class, for example 'UserService.UserServiceClient'",
        DiagnosticSeverity.Error);

    public static readonly DiagnosticDescriptor NoInvokerConstructor = Descriptors.Create(
        "GSDK5002",
        "The client cannot be given a mock transport",
        "'{0}' has no accessible constructor that takes a 'Grpc.Core.CallInvoker', so a mock cannot be put below it",
        DiagnosticSeverity.Error);

    public static readonly DiagnosticDescriptor NotPartial = Descriptors.Create(
        "GSDK5003",
        "A mock class must be partial",
        "'{0}' must be partial, so that the mock of '{1}' can be generated into it",
        DiagnosticSeverity.Error);

    public static readonly DiagnosticDescriptor NameAdjusted = Descriptors.Create(
        "GSDK5004",
        "The property of an RPC has another name",
        "The RPC '{0}' of '{1}' is the property '{2}' of its mock, because '{0}' is a member of every mock",
        DiagnosticSeverity.Info);

    public static readonly DiagnosticDescriptor NotMocked = Descriptors.Create(
        "GSDK5005",
        "An RPC cannot be mocked",
        "The RPC '{0}' of '{1}' is left out of its mock, because '{2}' is not a protobuf message with a public constructor",
        DiagnosticSeverity.Warning);

    public static readonly DiagnosticDescriptor UnsuitableClass = Descriptors.Create(
        "GSDK5006",
        "The class cannot become a mock",
        "'{0}' cannot become a mock because {1}",
        DiagnosticSeverity.Error);

    public static readonly DiagnosticDescriptor TooAccessible = Descriptors.Create(
        "GSDK5007",
        "The mock is more accessible than its client",
        "'{0}' is more accessible than its client '{1}': make the mock internal",
        DiagnosticSeverity.Error);

    public static readonly DiagnosticDescriptor DuplicateMock = Descriptors.Create(
        "GSDK5008",
        "Two mocks have one name",
        "Another mock is already called '{0}': give this one a Name or a Namespace of its own",
        DiagnosticSeverity.Error);
}
