using Grpc.Core;

namespace GrpcSdk.Client;

/// <summary>
/// Gives calls without a deadline the client's default, never beyond the deadline of the server call in whose course
/// they are made, and cancels them with it.
/// </summary>
internal sealed class ClientDeadlineInterceptor(GrpcClientOptions options, TimeProvider time, IGrpcParentCallAccessor? parent = null) : ClientInterceptor
{
    protected override void OnStart(ClientCall call)
    {
        var timeout = call.Definition.Type == MethodType.Unary ? options.Deadline : options.StreamDeadline;
        var deadline = call.Options.Deadline ?? (timeout is { } after ? time.GetUtcNow().UtcDateTime + after : null);
        if (parent?.Current is { } outer)
        {
            deadline = Earlier(deadline, outer.Deadline);
            if (!call.Options.CancellationToken.CanBeCanceled)
            {
                call.Options = call.Options.WithCancellationToken(outer.CancellationToken);
            }
        }

        if (deadline is { } until && until != call.Options.Deadline)
        {
            call.Options = call.Options.WithDeadline(until);
        }
    }

    private static DateTime? Earlier(DateTime? one, DateTime? other) =>
        one is null ? other : other is null || one < other ? one : other;
}
