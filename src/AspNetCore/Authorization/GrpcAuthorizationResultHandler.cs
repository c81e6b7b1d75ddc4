using Grpc.Core;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;

namespace GrpcSdk.AspNetCore;

/// <summary>
/// Answers a refused gRPC call with UNAUTHENTICATED or PERMISSION_DENIED instead of HTTP 401 or 403, which clients
/// report as "Bad gRPC response". Other requests get what they always got.
/// </summary>
internal sealed class GrpcAuthorizationResultHandler : IAuthorizationMiddlewareResultHandler
{
    internal const string CredentialsMissing = "CREDENTIALS_MISSING";
    internal const string CredentialsInvalid = "CREDENTIALS_INVALID";
    internal const string PolicyNotMet = "POLICY_NOT_MET";

    private readonly AuthorizationMiddlewareResultHandler _other = new();

    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult) =>
        authorizeResult.Succeeded || !GrpcProtocol.IsGrpc(context)
            ? _other.HandleAsync(next, context, policy, authorizeResult)
            : RefuseAsync(context, policy, authorizeResult);

    internal static RpcError Forbidden() =>
        new RpcError(StatusCode.PermissionDenied, "The caller may not do this.").SetErrorInfo(PolicyNotMet, RpcErrorDomain.Value);

    private static async Task RefuseAsync(HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult result)
    {
        var error = result.Forbidden ? Forbidden()
            : await HasInvalidCredentialsAsync(context, policy) ? Unauthenticated("The credentials are not valid.", CredentialsInvalid)
            : Unauthenticated("The call carries no credentials.", CredentialsMissing);
        await GrpcRejection.WriteAsync(context, error.ToException());
    }

    private static RpcError Unauthenticated(string message, string reason) =>
        new RpcError(StatusCode.Unauthenticated, message).SetErrorInfo(reason, RpcErrorDomain.Value);

    // Why a token was refused helps an attacker as much as its owner: only missing and invalid are told apart.
    private static async Task<bool> HasInvalidCredentialsAsync(HttpContext context, AuthorizationPolicy policy)
    {
        if (policy.AuthenticationSchemes.Count == 0)
        {
            return (await context.AuthenticateAsync()).Failure is not null;
        }

        foreach (var scheme in policy.AuthenticationSchemes)
        {
            // Each scheme remembers its result for the request.
            if ((await context.AuthenticateAsync(scheme)).Failure is not null)
            {
                return true;
            }
        }

        return false;
    }
}
