namespace GrpcSdk.AspNetCore;

/// <summary>How the server empties itself before it stops.</summary>
public sealed class GrpcDrainOptions
{
    /// <summary>
    /// How long the server goes on as before after its health turned to NOT_SERVING, so that load balancers notice.
    /// New calls are served in that time. Default 0: set it to a little more than the interval of the probes.
    /// </summary>
    public TimeSpan HealthDelay { get; set; }

    /// <summary>
    /// How long streams may take to end by themselves after <see cref="GrpcDrain.Token"/> was cancelled. Those that still
    /// run then are cancelled, and their callers get UNAVAILABLE. The drain goes on as soon as all have ended. Default 500 milliseconds.
    /// </summary>
    public TimeSpan StreamGrace { get; set; } = TimeSpan.FromMilliseconds(500);
}
