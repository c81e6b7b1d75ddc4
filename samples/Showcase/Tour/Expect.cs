// What the tour insists on.

using Grpc.Core;

namespace Showcase.Tour;

/// <summary>The tour saw something else than it must.</summary>
internal sealed class UnexpectedException(string message) : Exception(message);

internal static class Expect
{
    /// <exception cref="UnexpectedException">The two are not equal.</exception>
    public static void Equal<T>(T expected, T actual, string what)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
        {
            throw new UnexpectedException($"{what}: expected {expected}, saw {actual}");
        }
    }

    /// <exception cref="UnexpectedException">It is not true.</exception>
    public static void True(bool condition, string what)
    {
        if (!condition)
        {
            throw new UnexpectedException($"not so: {what}");
        }
    }

    /// <summary>Runs a call that must fail with a status.</summary>
    /// <returns>The error, with its details.</returns>
    /// <exception cref="UnexpectedException">It succeeds, or fails otherwise.</exception>
    public static async Task<RpcException> StatusAsync(StatusCode expected, Func<Task> call)
    {
        var error = await FailureAsync(call);
        Equal(expected, error.StatusCode, error.Status.Detail);
        return error;
    }

    /// <summary>Runs a call that must fail.</summary>
    /// <returns>The error, with its details.</returns>
    /// <exception cref="UnexpectedException">It succeeds.</exception>
    public static async Task<RpcException> FailureAsync(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (RpcException exception)
        {
            return exception;
        }

        throw new UnexpectedException("the call succeeded");
    }
}
