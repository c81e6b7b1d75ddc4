using Grpc.Core;
using Grpc.Net.Client.Configuration;

namespace GrpcSdk.Client;

/// <summary>Turns the options of a client, which are valid, into gRPC's service config.</summary>
internal static class ServiceConfigBuilder
{
    internal static ServiceConfig? Build(GrpcClientOptions options)
    {
        var config = new ServiceConfig();
        if (options.Retry.IsOn)
        {
            AddRetries(config, options.Retry);
        }

        if (options.LoadBalancing == GrpcLoadBalancing.RoundRobin)
        {
            config.LoadBalancingConfigs.Add(new RoundRobinConfig());
        }

        return config.MethodConfigs.Count + config.LoadBalancingConfigs.Count > 0 ? config : null;
    }

    private static void AddRetries(ServiceConfig config, GrpcRetryOptions retry)
    {
        var method = new MethodConfig { RetryPolicy = ToPolicy(retry) };
        foreach (var name in retry.Methods.Count > 0 ? retry.Methods.Select(Parse) : [MethodName.Default])
        {
            method.Names.Add(name);
        }

        config.MethodConfigs.Add(method);
    }

    private static RetryPolicy ToPolicy(GrpcRetryOptions retry)
    {
        var policy = new RetryPolicy
        {
            MaxAttempts = retry.MaxAttempts,
            InitialBackoff = retry.InitialBackoff,
            MaxBackoff = retry.MaxBackoff,
            BackoffMultiplier = retry.BackoffMultiplier,
        };
        foreach (var code in retry.StatusCodes.Count > 0 ? retry.StatusCodes : [StatusCode.Unavailable])
        {
            policy.RetryableStatusCodes.Add(code);
        }

        return policy;
    }

    /// <summary>Reads <c>package.Service/Method</c> or <c>package.Service</c>, also with the slash that the name has on the wire.</summary>
    internal static MethodName Parse(string name)
    {
        var parts = name.Trim().TrimStart('/').Split('/', 2);
        return new MethodName { Service = parts[0], Method = parts.Length > 1 ? parts[1] : null };
    }
}
