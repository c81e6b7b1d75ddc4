namespace GrpcSdk.AspNetCore;

/// <summary>Checks messages of one type before a handler sees them.</summary>
/// <typeparam name="TMessage">The request message.</typeparam>
public interface IMessageValidator<in TMessage>
    where TMessage : class
{
    /// <summary>Adds what is wrong with a message to <paramref name="violations"/>.</summary>
    /// <param name="message">The message.</param>
    /// <param name="violations">Collects the violations; the message is valid when none is added.</param>
    /// <param name="cancellationToken">Cancelled when the call is.</param>
    ValueTask ValidateAsync(TMessage message, FieldViolations violations, CancellationToken cancellationToken);
}
