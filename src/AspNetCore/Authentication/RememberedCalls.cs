using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;

namespace GrpcSdk.AspNetCore;

/// <summary>
/// Sends a call the shortest way that its token allows: to authentication, past it to authorization, or past both when
/// the method asks for nothing but an authenticated caller.
/// </summary>
/// <param name="cache">The accepted tokens.</param>
/// <param name="judge">Decides what a policy asks for; <see langword="null"/> where the application decides.</param>
/// <param name="policies">The policies of the application.</param>
/// <param name="authenticate">Authentication, with authorization behind it.</param>
/// <param name="authorize">Authorization.</param>
/// <param name="next">What comes after authorization.</param>
internal sealed class RememberedCalls(
    GrpcTokenCache cache,
    RememberingPolicyEvaluator? judge,
    IAuthorizationPolicyProvider? policies,
    RequestDelegate authenticate,
    RequestDelegate authorize,
    RequestDelegate next)
{
    // Endpoint routing refuses an endpoint with [Authorize] unless the authorization middleware left this mark.
    private const string Authorized = "__AuthorizationMiddlewareWithEndpointInvoked";

    internal Task InvokeAsync(HttpContext context)
    {
        if (cache.TryAuthenticate(context) is not { } token)
        {
            return authenticate(context);
        }

        if (!token.IsAuthenticated || context.GetEndpoint() is not { } endpoint || !AsksForCallerOnly(endpoint))
        {
            return authorize(context);
        }

        context.Items[Authorized] = Authorized;
        return next(context);
    }

    private bool AsksForCallerOnly(Endpoint endpoint)
    {
        if (judge is null || endpoint.Metadata.GetMetadata<GrpcMethodPlan>() is not { } plan)
        {
            return false;
        }

        return plan.AsksForCallerOnly ??= policies is { AllowsCachingPolicies: true } && Judge(endpoint);
    }

    // The same question that the authorization middleware asks, once for each method.
    private bool Judge(Endpoint endpoint)
    {
        if (endpoint.Metadata.GetMetadata<IAuthorizationRequirementData>() is not null)
        {
            return false;
        }

        var combined = AuthorizationPolicy.CombineAsync(
            policies!,
            endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>(),
            endpoint.Metadata.GetOrderedMetadata<AuthorizationPolicy>());
        return combined.IsCompletedSuccessfully && (combined.Result is not { } policy || judge!.AsksForCallerOnly(policy));
    }
}
