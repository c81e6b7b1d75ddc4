using GrpcSdk.Analyzers.Tests.Harness;
using GrpcSdk.Analyzers.Usage;
using GrpcSdk.CodeFixes.Usage;

namespace GrpcSdk.CodeFixes.Tests.Usage;

public class RetryConfigurationFixTests
{
    [Fact]
    public Task Adds_what_is_missing_in_one_line() => Changes(
        "new ServiceConfig { MethodConfigs = { new MethodConfig { Names = { MethodName.Default }, RetryPolicy = [|new RetryPolicy { MaxAttempts = 3 }|] } } }",
        "new ServiceConfig { MethodConfigs = { new MethodConfig { Names = { MethodName.Default }, RetryPolicy = new RetryPolicy { MaxAttempts = 3, InitialBackoff = TimeSpan.FromSeconds(1), MaxBackoff = TimeSpan.FromSeconds(5), BackoffMultiplier = 1.5, RetryableStatusCodes = { StatusCode.Unavailable } } } } }");

    [Fact]
    public Task Adds_what_is_missing_line_by_line() => Changes(
        """
        new ServiceConfig
            {
                MethodConfigs =
                {
                    new MethodConfig
                    {
                        Names = { MethodName.Default },
                        RetryPolicy = [|new RetryPolicy
                        {
                            MaxAttempts = 3,
                            InitialBackoff = TimeSpan.FromSeconds(1), // a second
                            BackoffMultiplier = 1.5,
                        }|],
                    },
                },
            }
        """,
        """
        new ServiceConfig
            {
                MethodConfigs =
                {
                    new MethodConfig
                    {
                        Names = { MethodName.Default },
                        RetryPolicy = new RetryPolicy
                        {
                            MaxAttempts = 3,
                            InitialBackoff = TimeSpan.FromSeconds(1), // a second
                            BackoffMultiplier = 1.5,
                            MaxBackoff = TimeSpan.FromSeconds(5),
                            RetryableStatusCodes = { StatusCode.Unavailable },
                        },
                    },
                },
            }
        """);

    [Fact]
    public Task Raises_the_limit_of_the_channel()
    {
        const string Policy = "new ServiceConfig { MethodConfigs = { new MethodConfig { Names = { MethodName.Default }, RetryPolicy = new RetryPolicy { MaxAttempts = $, InitialBackoff = TimeSpan.FromSeconds(1), MaxBackoff = TimeSpan.FromSeconds(5), BackoffMultiplier = 1.5, RetryableStatusCodes = { StatusCode.Unavailable } } } } }";
        return Changes(Policy.Replace("$", "[|9|]", StringComparison.Ordinal), Policy.Replace("$", "9", StringComparison.Ordinal), "\n    MaxRetryAttempts = 9,");
    }

    private static Task Changes(string before, string after, string more = "") => VerifyFix<RetryConfigurationRule, RetryConfigurationFix>.Changes(Source(before, ""), Source(after, more));

    private static string Source(string config, string more) => Sources.Client($$"""
        using var channel = GrpcChannel.ForAddress("https://greeter", new GrpcChannelOptions
        {
            ServiceConfig = {{config}},{{more}}
        });
        """);
}
