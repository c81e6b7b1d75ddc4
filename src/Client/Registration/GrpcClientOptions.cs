namespace GrpcSdk.Client;

/// <summary>The settings of one client, from the section <c>GrpcClients:{name}</c> of the configuration.</summary>
public sealed class GrpcClientOptions
{
    /// <summary>The section of the configuration that holds one section per client.</summary>
    public const string SectionName = "GrpcClients";

    /// <summary>
    /// Where the server is: <c>http(s)://host:port</c>, <c>dns:///host:port</c> (every address of the name),
    /// <c>static:///name</c> or the scheme of a custom resolver. Required.
    /// </summary>
    public string? Address { get; set; }

    /// <summary>
    /// Whether connections use TLS, for addresses whose scheme does not say. Default <see langword="true"/>.
    /// </summary>
    public bool UseTls { get; set; } = true;

    /// <summary>The deadline of unary calls that set none. Default: none.</summary>
    public TimeSpan? Deadline { get; set; }

    /// <summary>The deadline of streaming calls that set none. Default: none.</summary>
    public TimeSpan? StreamDeadline { get; set; }

    /// <summary>
    /// How long one try of a unary call may take until its response headers arrive; then it counts as UNAVAILABLE, which
    /// retries may repeat. Shorter than <see cref="Deadline"/>. Streams have no such time: their headers come with the
    /// first message, whenever that is due. Default: none.
    /// </summary>
    public TimeSpan? PerTryTimeout { get; set; }

    /// <summary>Retries of failed calls. Default: none.</summary>
    public GrpcRetryOptions Retry { get; set; } = new();

    /// <summary>How a connection is chosen among several addresses. Default <see cref="GrpcLoadBalancing.PickFirst"/>.</summary>
    public GrpcLoadBalancing LoadBalancing { get; set; }

    /// <summary>After how much silence a connection is pinged. Default 60 seconds.</summary>
    public TimeSpan KeepAlivePingDelay { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long an answer to a ping may take before the connection is given up. Default 30 seconds.</summary>
    public TimeSpan KeepAlivePingTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Whether a second connection is opened when the first one carries as many streams as the server allows (commonly
    /// 100), instead of making calls wait. Default <see langword="true"/>.
    /// </summary>
    public bool EnableMultipleConnections { get; set; } = true;

    /// <summary>After how long without calls a connection is closed. Default 5 minutes.</summary>
    public TimeSpan ConnectionIdleTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The largest message that is received, in bytes. Default 4 MiB, as everywhere in gRPC.</summary>
    public int MaxReceiveMessageSize { get; set; } = 4 * 1024 * 1024;
}
