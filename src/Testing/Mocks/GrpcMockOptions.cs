// What a mock is told when it is made.
namespace GrpcSdk.Testing;

/// <summary>Settings of a mock.</summary>
public sealed class GrpcMockOptions
{
    internal static readonly GrpcMockOptions Default = new();

    /// <summary>
    /// The clock of deadlines and delays. With a <c>FakeTimeProvider</c> nothing waits in real time.
    /// The default is <see cref="TimeProvider.System"/>.
    /// </summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>What a call gets that no setup matches. The default is <see cref="UnconfiguredCalls.Throw"/>.</summary>
    public UnconfiguredCalls Unconfigured { get; init; } = UnconfiguredCalls.Throw;

    /// <summary>
    /// As <c>GrpcChannelOptions.ThrowOperationCanceledOnCancellation</c>: whether a canceled call or an exceeded deadline
    /// surfaces as <see cref="OperationCanceledException"/> instead of <see cref="global::Grpc.Core.RpcException"/>.
    /// </summary>
    public bool ThrowOperationCanceledOnCancellation { get; init; }
}

/// <summary>What a call gets that no setup matches.</summary>
public enum UnconfiguredCalls
{
    /// <summary>
    /// The call throws <see cref="GrpcMockException"/>, which code under test cannot take for a gRPC status, and
    /// <see cref="GrpcMock.VerifyAll"/> reports it again.
    /// </summary>
    Throw,

    /// <summary>The call fails with <see cref="global::Grpc.Core.StatusCode.Unimplemented"/>, as on a server without that method.</summary>
    Unimplemented,

    /// <summary>The call succeeds with an empty reply, or an empty stream once the client has completed its requests.</summary>
    DefaultReply,
}
