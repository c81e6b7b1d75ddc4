namespace GrpcSdk.Client;

/// <summary>How a connection is chosen among the addresses of a server.</summary>
public enum GrpcLoadBalancing
{
    /// <summary>All calls go to the first address that answers (<c>pick_first</c>).</summary>
    PickFirst,

    /// <summary>Calls take turns over all addresses that answer (<c>round_robin</c>).</summary>
    RoundRobin,
}
