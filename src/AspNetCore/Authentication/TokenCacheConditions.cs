using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.Extensions.DependencyInjection;

namespace GrpcSdk.AspNetCore;

/// <summary>
/// Whether the token alone decides about a call. Where the application takes part in the decision, it must be asked on
/// every call, and nothing is remembered.
/// </summary>
internal static class TokenCacheConditions
{
    // Everything that may change or refuse what PolicyEvaluator says about a policy.
    private static readonly Type[] AuthorizationParts =
    [
        typeof(IAuthorizationService),
        typeof(IAuthorizationHandlerProvider),
        typeof(IAuthorizationHandlerContextFactory),
        typeof(IAuthorizationEvaluator),
        typeof(IAuthorizationHandler),
    ];

    /// <summary>Why authentication of a scheme cannot be remembered, or <see langword="null"/> when it can.</summary>
    internal static string? WhyNot<TOptions>(IServiceCollection services, string scheme, string? defaultScheme, TOptions options, bool allowEvents)
        where TOptions : AuthenticationSchemeOptions, new() =>
        defaultScheme != scheme ? "it is not the default scheme"
        : !allowEvents && (options.EventsType is not null || !IsSame(options.Events, new TOptions().Events)) ? "it has events"
        : options.ForwardDefault is not null || options.ForwardAuthenticate is not null || options.ForwardDefaultSelector is not null ? "it forwards to another scheme"
        : services.Last(service => service.ServiceType == typeof(IClaimsTransformation)).ImplementationType != typeof(NoopClaimsTransformation) ? "the application transforms claims"
        : null;

    /// <summary>Whether authorization is ASP.NET Core's own, without handlers of the application.</summary>
    internal static bool IsAuthorizationPlain(IServiceCollection services) => services
        .Where(service => !service.IsKeyedService && AuthorizationParts.Contains(service.ServiceType))
        .All(service => service.ImplementationType is { } type
            && (type.Assembly == typeof(DefaultAuthorizationService).Assembly || type.Assembly == typeof(PolicyEvaluator).Assembly));

    /// <summary>The evaluator, when it and the handler of its results are ours and authorization is ASP.NET Core's own.</summary>
    internal static RememberingPolicyEvaluator? SoleJudge(IServiceCollection services) =>
        IsAuthorizationPlain(services)
        && Last(services, typeof(IAuthorizationMiddlewareResultHandler))?.ImplementationType == typeof(GrpcAuthorizationResultHandler)
            ? Last(services, typeof(IPolicyEvaluator))?.ImplementationInstance as RememberingPolicyEvaluator
            : null;

    private static ServiceDescriptor? Last(IServiceCollection services, Type service) =>
        services.LastOrDefault(descriptor => !descriptor.IsKeyedService && descriptor.ServiceType == service);

    // Events are an object with one delegate a property. Those that nobody sets are the same in all instances.
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "A property that was trimmed away was set by nobody.")]
    private static bool IsSame(object? events, object? untouched) =>
        events?.GetType() == untouched?.GetType()
        && (events is null || events.GetType().GetProperties().All(property => Equals(property.GetValue(events), property.GetValue(untouched))));
}
