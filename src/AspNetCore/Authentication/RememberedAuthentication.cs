using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.Features.Authentication;

namespace GrpcSdk.AspNetCore;

/// <summary>What a call finds out about its caller when the token is remembered: the same as after authentication.</summary>
internal sealed class RememberedAuthentication : IHttpAuthenticationFeature, IAuthenticateResultFeature
{
    private AuthenticateResult? _result;
    private ClaimsPrincipal? _user;

    internal RememberedAuthentication(ClaimsPrincipal user, AuthenticateResult result)
    {
        _user = user;
        _result = result;
    }

    public ClaimsPrincipal? User
    {
        get => _user;
        set
        {
            _user = value;
            _result = null;
        }
    }

    public AuthenticateResult? AuthenticateResult
    {
        get => _result;
        set
        {
            _result = value;
            _user = value?.Principal ?? _user;
        }
    }
}
