using System.Security.Claims;

namespace GrpcSdk.AspNetCore;

/// <summary>
/// One call's own view of an identity that many calls share: reading copies nothing, the first change copies all of it,
/// so that a claim that one call adds is never seen by another one.
/// </summary>
internal sealed class SharedIdentity : ClaimsIdentity
{
    private readonly ClaimsIdentity _shared;
    private ClaimsIdentity _current;

    internal SharedIdentity(ClaimsIdentity shared)
        : base(shared.AuthenticationType, shared.NameClaimType, shared.RoleClaimType)
    {
        _shared = shared;
        _current = shared;
    }

    public override string? AuthenticationType => _current.AuthenticationType;

    public override bool IsAuthenticated => _current.IsAuthenticated;

    public override string? Name => _current.Name;

    public override IEnumerable<Claim> Claims => _current.Claims;

    public override IEnumerable<Claim> FindAll(Predicate<Claim> match) => _current.FindAll(match);

    public override IEnumerable<Claim> FindAll(string type) => _current.FindAll(type);

    public override Claim? FindFirst(Predicate<Claim> match) => _current.FindFirst(match);

    public override Claim? FindFirst(string type) => _current.FindFirst(type);

    public override bool HasClaim(Predicate<Claim> match) => _current.HasClaim(match);

    public override bool HasClaim(string type, string value) => _current.HasClaim(type, value);

    public override ClaimsIdentity Clone() => _current.Clone();

    public override void AddClaim(Claim claim) => Own().AddClaim(claim);

    public override void AddClaims(IEnumerable<Claim?> claims) => Own().AddClaims(claims);

    public override void RemoveClaim(Claim? claim) => Own().RemoveClaim(Copied(claim));

    public override bool TryRemoveClaim(Claim? claim) => Own().TryRemoveClaim(Copied(claim));

    public override void WriteTo(BinaryWriter writer) => _current.WriteTo(writer);

    private ClaimsIdentity Own() => ReferenceEquals(_current, _shared) ? _current = _shared.Clone() : _current;

    // A claim that was found before the copy was made stands for its copy.
    private Claim? Copied(Claim? claim) => claim is null || !ReferenceEquals(claim.Subject, _shared)
        ? claim
        : _current.FindFirst(own => own.Type == claim.Type && own.Value == claim.Value && own.Issuer == claim.Issuer);
}
