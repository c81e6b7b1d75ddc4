// The statuses that the real client makes itself, word for word.
using Grpc.Core;

namespace GrpcSdk.Testing;

/// <summary>Statuses of Grpc.Net.Client.</summary>
internal static class Statuses
{
    public static readonly Status DeadlineExceeded = new(StatusCode.DeadlineExceeded, "");

    public static readonly Status Disposed = new(StatusCode.Cancelled, "gRPC call disposed.");

    public static readonly Status NoMessage = new(StatusCode.Internal, "Failed to deserialize response message.");

    public static Status CanceledByClient(CancellationToken token) =>
        new(StatusCode.Cancelled, "Call canceled by the client.", new OperationCanceledException(token));

    public static Status ErrorStartingCall(Exception exception) =>
        new(StatusCode.Internal, $"Error starting gRPC call. {exception.GetType().Name}: {exception.Message}", exception);
}
