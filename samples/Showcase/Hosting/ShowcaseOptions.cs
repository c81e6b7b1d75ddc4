// How a showcase host runs.

namespace Showcase.Hosting;

/// <param name="Port">TCP port for gRPC over HTTP/2 without TLS; 0 takes a free one. TLS and mutual TLS take the two after it, where the host has certificates; the page takes the third.</param>
/// <param name="DatabasePath">The SQLite file; null for the user's own one.</param>
/// <param name="Loopback">True listens on this machine only.</param>
/// <param name="Quiet">True writes no log to the console.</param>
/// <param name="Settings">Configuration that counts more than files and environment; null for none.</param>
/// <param name="Environment">Name of the environment; null takes it from the variable ASPNETCORE_ENVIRONMENT, or Production.</param>
internal sealed record ShowcaseOptions(
    int Port = ShowcaseOptions.DefaultPort,
    string? DatabasePath = null,
    bool Loopback = true,
    bool Quiet = false,
    IReadOnlyDictionary<string, string?>? Settings = null,
    string? Environment = null)
{
    /// <summary>The port that gRPC examples usually take.</summary>
    public const int DefaultPort = 50051;

    /// <summary>True serves the page for people, over HTTP/1.1 without TLS.</summary>
    public bool Page { get; init; }

    /// <summary>How much callers may ask for; null takes it from the configuration.</summary>
    public HostLimits? Limits { get; init; }
}
