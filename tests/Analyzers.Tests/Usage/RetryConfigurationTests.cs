using GrpcSdk.Analyzers.Tests.Harness;
using GrpcSdk.Analyzers.Usage;

namespace GrpcSdk.Analyzers.Tests.Usage;

public class RetryConfigurationTests
{
    private const string Rest = "InitialBackoff = TimeSpan.FromSeconds(1), MaxBackoff = TimeSpan.FromSeconds(5), BackoffMultiplier = 1.5, RetryableStatusCodes = { StatusCode.Unavailable }";

    [Theory]
    [InlineData("RetryPolicy = new RetryPolicy { MaxAttempts = [|9|], " + Rest + " }", "")]
    [InlineData("RetryPolicy = new RetryPolicy { MaxAttempts = [|9|], " + Rest + " }", "MaxRetryAttempts = 7, ")]
    [InlineData("RetryPolicy = new RetryPolicy { MaxAttempts = [|1|], " + Rest + " }", "")]
    [InlineData("RetryPolicy = [|new RetryPolicy { MaxAttempts = 3 }|]", "")]
    [InlineData("RetryPolicy = [|new() { " + Rest + " }|]", "")]
    [InlineData("HedgingPolicy = new HedgingPolicy { MaxAttempts = [|6|] }", "")]
    [InlineData("HedgingPolicy = [|new HedgingPolicy { HedgingDelay = TimeSpan.Zero }|]", "")]
    public Task Reports_a_policy_that_is_rejected_or_capped(string policy, string options) => Verify<RetryConfigurationRule>.Reports(Source(policy, options));

    [Theory]
    [InlineData("RetryPolicy = new RetryPolicy { MaxAttempts = 5, " + Rest + " }", "")]
    [InlineData("RetryPolicy = new RetryPolicy { MaxAttempts = 9, " + Rest + " }", "MaxRetryAttempts = 9, ")]
    [InlineData("RetryPolicy = new RetryPolicy { MaxAttempts = 9, " + Rest + " }", "MaxRetryAttempts = null, ")]
    [InlineData("RetryPolicy = new RetryPolicy { MaxAttempts = int.Parse(\"9\"), " + Rest + " }", "")]
    [InlineData("HedgingPolicy = new HedgingPolicy { MaxAttempts = 2 }", "")]
    public Task Is_silent_on_a_policy_that_the_channel_carries_out(string policy, string options) => Verify<RetryConfigurationRule>.Silent(Source(policy, options));

    [Fact]
    public Task Is_silent_when_the_rest_is_set_on_the_local() => Verify<RetryConfigurationRule>.Silent(Sources.Client("""
        var policy = new RetryPolicy { MaxAttempts = 3, BackoffMultiplier = 2 };
        policy.InitialBackoff = TimeSpan.FromSeconds(1);
        policy.MaxBackoff = TimeSpan.FromSeconds(2);
        policy.RetryableStatusCodes.Add(StatusCode.Unavailable);
        """));

    [Fact]
    public Task Is_silent_when_another_method_completes_the_policy() => Verify<RetryConfigurationRule>.Silent(Sources.Client("""
        var policy = new RetryPolicy();
        Complete(policy);
        static void Complete(RetryPolicy policy) { }
        """));

    [Fact]
    public Task Is_silent_on_the_limit_of_a_channel_that_is_made_elsewhere() => Verify<RetryConfigurationRule>.Silent(Sources.Client("""
        var config = new MethodConfig
        {
            Names = { MethodName.Default },
            RetryPolicy = new RetryPolicy { MaxAttempts = 9, InitialBackoff = TimeSpan.FromSeconds(1), MaxBackoff = TimeSpan.FromSeconds(5), BackoffMultiplier = 1.5, RetryableStatusCodes = { StatusCode.Unavailable } },
        };
        """));

    [Theory]
    [InlineData("ServiceConfig = new ServiceConfig { MethodConfigs = { Policies.Default } }", true)]
    [InlineData("ServiceConfig = new ServiceConfig { MethodConfigs = { Policies.Default } }, MaxRetryAttempts = 7", true)]
    [InlineData("ServiceConfig = new ServiceConfig { MethodConfigs = { Policies.Default } }, MaxRetryAttempts = 9", false)]
    [InlineData("ServiceConfig = new ServiceConfig { MethodConfigs = { Policies.Default } }, MaxRetryAttempts = int.Parse(\"9\")", false)]
    [InlineData("ServiceConfig = new ServiceConfig()", false)]
    public Task Reports_the_limit_of_a_channel_in_another_class(string options, bool isReported)
    {
        var source = $$"""
            public static class Policies
            {
                public static MethodConfig Default { get; } = new()
                {
                    Names = { MethodName.Default },
                    RetryPolicy = new RetryPolicy { MaxAttempts = {{(isReported ? "[|9|]" : "9")}}, {{Rest}} },
                };
            }

            public sealed class Channels
            {
                public static GrpcChannel Open() => GrpcChannel.ForAddress("https://localhost", new GrpcChannelOptions { {{options}} });
            }
            """;
        return isReported ? Verify<RetryConfigurationRule>.Reports(source) : Verify<RetryConfigurationRule>.Silent(source);
    }

    [Fact]
    public Task Reports_the_limit_of_a_channel_that_calls_for_its_policy() => Verify<RetryConfigurationRule>.Reports($$"""
        public static class Policies
        {
            public static ServiceConfig Create()
            {
                var policy = new RetryPolicy { MaxAttempts = [|9|], {{Rest}} };
                return new ServiceConfig { MethodConfigs = { new MethodConfig { Names = { MethodName.Default }, RetryPolicy = policy } } };
            }
        }

        public static class Startup
        {
            public static void Configure(IServiceCollection services) =>
                services.AddGrpcClient<Greeter.GreeterClient>().ConfigureChannel(options => options.ServiceConfig = Policies.Create());
        }
        """);

    [Fact]
    public Task Reports_the_limit_of_a_client_factory() => Verify<RetryConfigurationRule>.Reports(Sources.Program("""
        var config = new MethodConfig
        {
            Names = { MethodName.Default },
            RetryPolicy = new RetryPolicy { MaxAttempts = [|9|], InitialBackoff = TimeSpan.FromSeconds(1), MaxBackoff = TimeSpan.FromSeconds(5), BackoffMultiplier = 1.5, RetryableStatusCodes = { StatusCode.Unavailable } },
        };
        builder.Services.AddGrpcClient<Greeter.GreeterClient>().ConfigureChannel(options => options.ServiceConfig = new ServiceConfig { MethodConfigs = { config } });
        """));

    [Fact]
    public Task Names_what_is_missing() => Verify<RetryConfigurationRule>.ReportsMessage(
        Source("RetryPolicy = [|new RetryPolicy { MaxAttempts = 3, BackoffMultiplier = 2 }|]", ""),
        "The RetryPolicy has no InitialBackoff, MaxBackoff, RetryableStatusCodes: calls throw InvalidOperationException");

    private static string Source(string policy, string options) => Sources.Client($$"""
        var channel = GrpcChannel.ForAddress("https://localhost", new GrpcChannelOptions
        {
            {{options}}ServiceConfig = new ServiceConfig { MethodConfigs = { new MethodConfig { Names = { MethodName.Default }, {{policy}} } } },
        });
        """);
}
