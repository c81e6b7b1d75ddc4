using System.Diagnostics.CodeAnalysis;
using GrpcSdk.AspNetCore;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers validators for <see cref="ValidationInterceptor"/>.</summary>
public static class GrpcValidationExtensions
{
    /// <summary>Adds a validator class. It may depend on scoped services. Several validators of one message all run.</summary>
    /// <typeparam name="TMessage">The request message.</typeparam>
    /// <typeparam name="TValidator">The validator.</typeparam>
    /// <param name="services">The services of the application.</param>
    public static IServiceCollection AddGrpcValidator<
        TMessage,
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TValidator>(this IServiceCollection services)
        where TMessage : class
        where TValidator : class, IMessageValidator<TMessage>
    {
        services.TryAddScoped<TValidator>();
        return services.AddSingleton(MessageValidation.ByService<TMessage, TValidator>());
    }

    /// <summary>Adds a rule that needs nothing but the message.</summary>
    /// <typeparam name="TMessage">The request message.</typeparam>
    /// <param name="services">The services of the application.</param>
    /// <param name="rule">Adds violations.</param>
    public static IServiceCollection AddGrpcValidator<TMessage>(this IServiceCollection services, Action<TMessage, FieldViolations> rule)
        where TMessage : class
    {
        ArgumentNullException.ThrowIfNull(rule);
        return services.AddSingleton(MessageValidation.ByRule(rule));
    }
}
