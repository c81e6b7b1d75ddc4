namespace GrpcSdk.Client;

/// <summary>The settings of one client, from the section <c>GrpcClients:{name}</c> of the configuration.</summary>
public sealed class GrpcClientOptions
{
    /// <summary>The section of the configuration that holds one section per client.</summary>
    public const string SectionName = "GrpcClients";

    /// <summary>Where the server is: <c>http(s)://host:port</c>, <c>dns:///host:port</c> or the scheme of a custom resolver. Required.</summary>
    public string? Address { get; set; }
}
