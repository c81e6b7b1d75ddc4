using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.Features.Authentication;

namespace GrpcSdk.AspNetCore;

/// <summary>
/// What a call finds out about its caller when the token is remembered: the same as after authentication. The user is
/// made when somebody asks for it, which many handlers never do.
/// </summary>
internal sealed class RememberedAuthentication(RememberedToken token) : IHttpAuthenticationFeature, IAuthenticateResultFeature
{
    private AuthenticateResult? _result;
    private ClaimsPrincipal? _user;
    private bool _isReplaced;

    public ClaimsPrincipal? User
    {
        get => _isReplaced ? _user : _user ??= token.CreateUser();
        set
        {
            _isReplaced = true;
            _user = value;
            _result = null;
        }
    }

    public AuthenticateResult? AuthenticateResult
    {
        get => _isReplaced ? _result : _result ??= token.ResultFor(User!);
        set
        {
            (_user, _result) = (value?.Principal ?? User, value);
            _isReplaced = true;
        }
    }

    /// <summary>The key of the token's owner, as long as nobody has the user of the call and so may have changed it.</summary>
    internal string? Partition => _user is null && !_isReplaced ? token.Partition : null;
}
