using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Infrastructure;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features.Authentication;
using Microsoft.Extensions.DependencyInjection;

namespace GrpcSdk.AspNetCore;

/// <summary>
/// Grants a call whose token is remembered what a plain <c>[Authorize]</c> asks for, an authenticated caller, without
/// building the objects of authorization. Every other question, and every refusal, is ASP.NET Core's.
/// </summary>
internal sealed class RememberingPolicyEvaluator(IServiceCollection services) : IPolicyEvaluator
{
    private static readonly Task<PolicyAuthorizationResult> Granted = Task.FromResult(PolicyAuthorizationResult.Success());

    // Asked for the first time when the application is built: until then it may still add to its services.
    private readonly Lazy<bool> _isPlain = new(() => TokenCacheConditions.IsAuthorizationPlain(services));

    public Task<AuthenticateResult> AuthenticateAsync(AuthorizationPolicy policy, HttpContext context) =>
        AsksForCallerOnly(policy) && Remembered(context)?.AuthenticateResult is { } result
            ? Task.FromResult(result)
            : Ordinary(context).AuthenticateAsync(policy, context);

    public Task<PolicyAuthorizationResult> AuthorizeAsync(
        AuthorizationPolicy policy,
        AuthenticateResult authenticationResult,
        HttpContext context,
        object? resource) =>
        AsksForCallerOnly(policy) && Remembered(context) is not null && context.User.Identities.Any(static identity => identity.IsAuthenticated)
            ? Granted
            : Ordinary(context).AuthorizeAsync(policy, authenticationResult, context, resource);

    private static RememberedAuthentication? Remembered(HttpContext context) =>
        context.Features.Get<IHttpAuthenticationFeature>() as RememberedAuthentication;

    private static PolicyEvaluator Ordinary(HttpContext context) => new(context.RequestServices.GetRequiredService<IAuthorizationService>());

    /// <summary>Whether an authenticated caller is all that a policy asks for, and nothing of the application has a say in it.</summary>
    internal bool AsksForCallerOnly(AuthorizationPolicy policy)
    {
        if (!_isPlain.Value || policy.AuthenticationSchemes.Count > 0)
        {
            return false;
        }

        for (var i = 0; i < policy.Requirements.Count; i++)
        {
            if (policy.Requirements[i] is not DenyAnonymousAuthorizationRequirement)
            {
                return false;
            }
        }

        return true;
    }
}
