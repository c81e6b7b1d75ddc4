using Grpc.Core;

namespace GrpcSdk.Client;

/// <summary>
/// Gives calls without a deadline the client's default, never beyond the deadline of the server call in whose course
/// they are made, and cancels them with it.
/// </summary>
internal sealed class ClientDeadlineInterceptor(
    GrpcClientOptions options,
    PerTryTimeout tries,
    TimeProvider time,
    IGrpcParentCallAccessor? parent = null) : ClientInterceptor
{
    protected override void OnStart(ClientCall call)
    {
        tries.Learn(call.Definition);
        var timeout = call.Definition.Type == MethodType.Unary ? options.Deadline : options.StreamDeadline;
        var deadline = call.Options.Deadline ?? (timeout is { } after ? time.DeadlineAfter(after) : null);
        if (parent?.Current is { } outer)
        {
            deadline = Earlier(deadline, outer.Deadline);
            EndWith(call, outer.CancellationToken);
        }

        if (deadline is { } until && until != call.Options.Deadline)
        {
            call.Options = call.Options.WithDeadline(until);
        }
    }

    protected override void OnEnd(ClientCall call, Exception? error) => (call.State as IDisposable)?.Dispose();

    // A handler that passes a token of its own still goes when its caller goes.
    private static void EndWith(ClientCall call, CancellationToken outer)
    {
        var own = call.Options.CancellationToken;
        if (own == outer || !outer.CanBeCanceled)
        {
            return;
        }

        if (own.CanBeCanceled)
        {
            var either = CancellationTokenSource.CreateLinkedTokenSource(own, outer);
            call.State = either;
            outer = either.Token;
        }

        call.Options = call.Options.WithCancellationToken(outer);
    }

    private static DateTime? Earlier(DateTime? one, DateTime? other) =>
        one is null ? other : other is null || one < other ? one : other;
}
