// Who may do what: a policy per kind of method, and one that looks at each message of a stream.

using Acme.Chat.V1;
using Microsoft.AspNetCore.Authorization;

namespace Showcase.Security;

internal static class Policies
{
    /// <summary>Role admin: for what cannot be undone.</summary>
    public const string Admin = "admin";

    /// <summary>Role operator or admin, or a client certificate: for what shows the inside of the host.</summary>
    public const string Operator = "operator";

    /// <summary>Who is signed in speaks under the own name; guests under any.</summary>
    public const string OwnName = "own-name";

    public static void Add(AuthorizationOptions options)
    {
        options.AddPolicy(Admin, policy => policy.RequireRole("admin"));
        options.AddPolicy(Operator, policy => policy.RequireAssertion(context =>
            context.User.IsInRole("operator") || context.User.IsInRole("admin") || HasCertificate(context.Resource)));
        options.AddPolicy(OwnName, policy => policy.RequireAssertion(context =>
            context.Resource is ChatMessage message
            && (context.User.Identity is not { IsAuthenticated: true, Name: { } name } || name == message.UserId)));
    }

    // Only the endpoint with mutual TLS asks for certificates, and it lets in none but those of the authority.
    private static bool HasCertificate(object? resource) =>
        resource is HttpContext { Connection.ClientCertificate: not null };
}
