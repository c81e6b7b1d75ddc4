using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace GrpcSdk.AspNetCore;

/// <summary>
/// Authorizes each received message, streamed ones too: may this caller touch the resource that the message names?
/// PERMISSION_DENIED when not. Who may call a method at all is said with <c>[Authorize]</c>.
/// </summary>
/// <param name="options">Which policy each message must meet.</param>
public sealed class ResourceAuthorizationInterceptor(IOptions<GrpcResourceAuthorizationOptions> options) : ServerInterceptor
{
    /// <inheritdoc/>
    protected override ValueTask OnMessageReceivedAsync(ServerCall call, object message)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(message);
        return options.Value.PolicyFor(message) is { } policy ? AuthorizeAsync(call, message, policy) : ValueTask.CompletedTask;
    }

    private static async ValueTask AuthorizeAsync(ServerCall call, object message, string policy)
    {
        var http = Grpc.Core.ServerCallContextExtensions.GetHttpContext(call.Context);
        var authorization = http.RequestServices.GetRequiredService<IAuthorizationService>();
        var result = await authorization.AuthorizeAsync(http.User, message, policy);
        if (!result.Succeeded)
        {
            throw GrpcAuthorizationResultHandler.Forbidden().ToException();
        }
    }
}
