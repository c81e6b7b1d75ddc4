using Grpc.Core;
using Grpc.Net.Client.Configuration;

namespace GrpcSdk.Client;

/// <summary>Turns the options of a client into gRPC's service config, and refuses what gRPC would ignore or stumble over later.</summary>
internal static class ServiceConfigBuilder
{
    internal static ServiceConfig? Build(GrpcClientOptions options, string client)
    {
        var config = new ServiceConfig();
        if (options.Retry.IsOn)
        {
            AddRetries(config, options.Retry, client);
        }

        if (options.LoadBalancing == GrpcLoadBalancing.RoundRobin)
        {
            config.LoadBalancingConfigs.Add(new RoundRobinConfig());
        }

        return config.MethodConfigs.Count + config.LoadBalancingConfigs.Count > 0 ? config : null;
    }

    private static void AddRetries(ServiceConfig config, GrpcRetryOptions retry, string client)
    {
        Check(retry.MaxAttempts <= GrpcRetryOptions.MostAttempts, client, nameof(retry.MaxAttempts), $"is {retry.MaxAttempts}; at most {GrpcRetryOptions.MostAttempts} is allowed");
        Check(retry.InitialBackoff > TimeSpan.Zero, client, nameof(retry.InitialBackoff), "must be greater than zero");
        Check(retry.MaxBackoff >= retry.InitialBackoff, client, nameof(retry.MaxBackoff), "must not be less than InitialBackoff");
        Check(retry.BackoffMultiplier > 0, client, nameof(retry.BackoffMultiplier), "must be greater than zero");
        Check(!retry.StatusCodes.Contains(StatusCode.OK), client, nameof(retry.StatusCodes), "must not contain OK");

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

    private static MethodName Parse(string name)
    {
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        return slash < 0
            ? new MethodName { Service = name }
            : new MethodName { Service = name[..slash], Method = name[(slash + 1)..] };
    }

    private static void Check(bool holds, string client, string setting, string problem)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"{GrpcClientOptions.SectionName}:{client}:Retry:{setting} {problem}.");
        }
    }
}
