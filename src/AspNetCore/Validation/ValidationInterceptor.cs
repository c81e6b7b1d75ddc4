using System.Collections.Frozen;
using Grpc.Core;

namespace GrpcSdk.AspNetCore;

/// <summary>
/// Validates unary requests and each message of a request stream. INVALID_ARGUMENT with
/// <c>BadRequest.field_violations</c> when one is bad; the handler never sees it.
/// </summary>
public sealed class ValidationInterceptor : ServerInterceptor
{
    private readonly FrozenDictionary<Type, MessageValidation[]> _validations;

    /// <summary>Takes the validators of the application.</summary>
    /// <param name="validations">What <c>AddGrpcValidator</c> registered.</param>
    public ValidationInterceptor(IEnumerable<MessageValidation> validations) =>
        _validations = validations.GroupBy(validation => validation.MessageType).ToFrozenDictionary(group => group.Key, group => group.ToArray());

    /// <inheritdoc/>
    protected override bool ObservesMessages => _validations.Count > 0;

    /// <inheritdoc/>
    protected override ValueTask OnMessageReceivedAsync(ServerCall call, object message)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(message);
        return _validations.TryGetValue(message.GetType(), out var validations)
            ? ValidateAsync(call.Context, message, validations)
            : ValueTask.CompletedTask;
    }

    private static ValueTask ValidateAsync(ServerCallContext context, object message, MessageValidation[] validations)
    {
        var violations = new FieldViolations();
        for (var i = 0; i < validations.Length; i++)
        {
            var pending = validations[i].ValidateAsync(context, message, violations);
            if (!pending.IsCompletedSuccessfully)
            {
                return ContinueAsync(pending, context, message, validations, i + 1, violations);
            }
        }

        ThrowIfAny(violations);
        return ValueTask.CompletedTask;
    }

    private static async ValueTask ContinueAsync(
        ValueTask pending,
        ServerCallContext context,
        object message,
        MessageValidation[] validations,
        int next,
        FieldViolations violations)
    {
        await pending;
        for (var i = next; i < validations.Length; i++)
        {
            await validations[i].ValidateAsync(context, message, violations);
        }

        ThrowIfAny(violations);
    }

    private static void ThrowIfAny(FieldViolations violations)
    {
        if (violations.Count > 0)
        {
            throw violations.ToError().ToException();
        }
    }
}
