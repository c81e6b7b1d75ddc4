using Grpc.Core;

namespace GrpcSdk;

/// <summary>
/// Names a gRPC client that this assembly uses. Generated code (<c>AddGrpcSdkClients</c>) registers it with its address,
/// deadline and retries taken from configuration.
/// </summary>
/// <typeparam name="TClient">The client that protoc wrote, for example <c>UserService.UserServiceClient</c>.</typeparam>
/// <example><code>[assembly: GrpcClient&lt;UserService.UserServiceClient&gt;]</code></example>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class GrpcClientAttribute<TClient> : Attribute
    where TClient : ClientBase
{
    /// <summary>
    /// The name of the configuration section, below the one given to <c>AddGrpcSdkClients</c>, and of the registration.
    /// Default: the name of the service without its package.
    /// </summary>
    public string? Name { get; set; }
}
