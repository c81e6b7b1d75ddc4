using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;

namespace GrpcSdk.AspNetCore;

/// <summary>One registered validator, with the type of its message taken away so that all can stand in one table.</summary>
public sealed class MessageValidation
{
    private readonly Func<ServerCallContext, object, FieldViolations, ValueTask> _validate;

    private MessageValidation(Type messageType, Func<ServerCallContext, object, FieldViolations, ValueTask> validate)
    {
        MessageType = messageType;
        _validate = validate;
    }

    /// <summary>The message that is validated.</summary>
    public Type MessageType { get; }

    internal static MessageValidation ByService<TMessage, TValidator>()
        where TMessage : class
        where TValidator : class, IMessageValidator<TMessage> =>
        new(typeof(TMessage), static (context, message, violations) => context.GetHttpContext().RequestServices
            .GetRequiredService<TValidator>()
            .ValidateAsync((TMessage)message, violations, context.CancellationToken));

    internal static MessageValidation ByRule<TMessage>(Action<TMessage, FieldViolations> rule)
        where TMessage : class =>
        new(typeof(TMessage), (_, message, violations) =>
        {
            rule((TMessage)message, violations);
            return ValueTask.CompletedTask;
        });

    internal ValueTask ValidateAsync(ServerCallContext context, object message, FieldViolations violations) =>
        _validate(context, message, violations);
}
