using System.Security.Claims;

namespace GrpcSdk.AspNetCore.Tests.Authentication;

// The view that a call has of a shared identity behaves as a copy of it would.
public class SharedIdentityTests
{
    private readonly ClaimsIdentity _shared = new([new Claim("name", "Ada"), new Claim("role", "user")], "Bearer", "name", "role");

    [Fact]
    public void It_reads_what_is_shared()
    {
        var identity = new SharedIdentity(_shared);

        Assert.True(identity.IsAuthenticated);
        Assert.Equal("Bearer", identity.AuthenticationType);
        Assert.Equal("Ada", identity.Name);
        Assert.Equal("user", identity.FindFirst("role")?.Value);
        Assert.Equal("user", identity.FindFirst(claim => claim.Type == "role")?.Value);
        Assert.Single(identity.FindAll("role"));
        Assert.Single(identity.FindAll(claim => claim.Type == "role"));
        Assert.True(identity.HasClaim("name", "Ada"));
        Assert.True(identity.HasClaim(claim => claim.Value == "Ada"));
        Assert.Equal(2, identity.Claims.Count());
        Assert.True(new ClaimsPrincipal(identity).IsInRole("user"));
    }

    [Fact]
    public void An_added_claim_stays_its_own()
    {
        var identity = new SharedIdentity(_shared);

        identity.AddClaim(new Claim("role", "admin"));
        identity.AddClaims([new Claim("x", "1")]);

        Assert.True(new ClaimsPrincipal(identity).IsInRole("admin"));
        Assert.Equal(4, identity.Claims.Count());
        Assert.Equal(2, _shared.Claims.Count());
    }

    [Fact]
    public void A_removed_claim_is_gone_for_itself_alone()
    {
        var identity = new SharedIdentity(_shared);

        identity.RemoveClaim(identity.FindFirst("role"));
        Assert.True(identity.TryRemoveClaim(identity.FindFirst("name")));

        Assert.Empty(identity.Claims);
        Assert.Equal(2, _shared.Claims.Count());
    }

    [Fact]
    public void A_clone_is_independent()
    {
        var identity = new SharedIdentity(_shared);

        identity.Clone().AddClaim(new Claim("role", "admin"));

        Assert.False(identity.HasClaim("role", "admin"));
        Assert.False(_shared.HasClaim("role", "admin"));
    }
}
