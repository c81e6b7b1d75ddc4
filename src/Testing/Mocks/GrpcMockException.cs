// The exception for "the test is wrong", as opposed to "the RPC failed".
namespace GrpcSdk.Testing;

/// <summary>
/// A mock was used in a way that its test did not foresee: a call without a setup, a verification that does not hold,
/// a replay that differs. Deliberately no <see cref="global::Grpc.Core.RpcException"/>, so that code under test does not handle it as a status.
/// </summary>
public sealed class GrpcMockException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened, where, and what to do.</param>
    /// <param name="innerException">The cause, if any.</param>
    public GrpcMockException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
