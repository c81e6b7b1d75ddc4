using GrpcSdk.Analyzers.Tests.Harness;
using GrpcSdk.Analyzers.Usage;

namespace GrpcSdk.Analyzers.Tests.Usage;

public class RetryOfEverythingTests
{
    [Theory]
    [InlineData("Names = { MethodName.Default }, RetryPolicy = new RetryPolicy { RetryableStatusCodes = { StatusCode.Unavailable, [|StatusCode.Internal|] } }")]
    [InlineData("Names = { MethodName.Default }, RetryPolicy = new RetryPolicy { RetryableStatusCodes = { [|StatusCode.Unknown|], [|StatusCode.DeadlineExceeded|] } }")]
    [InlineData("Names = { MethodName.Default }, [|HedgingPolicy|] = new HedgingPolicy { MaxAttempts = 2 }")]
    public Task Reports_a_policy_that_repeats_every_method(string config) => Verify<RetryOfEverythingRule>.Reports(Source(config));

    [Theory]
    [InlineData("Names = { MethodName.Default }, RetryPolicy = new RetryPolicy { RetryableStatusCodes = { StatusCode.Unavailable } }")]
    [InlineData("Names = { MethodName.Default }, RetryPolicy = new RetryPolicy { RetryableStatusCodes = { StatusCode.Unavailable, StatusCode.ResourceExhausted } }")]
    [InlineData("Names = { new MethodName { Service = \"probe.Greeter\", Method = \"ListHellos\" } }, RetryPolicy = new RetryPolicy { RetryableStatusCodes = { StatusCode.Internal } }")]
    [InlineData("Names = { new MethodName { Service = \"probe.Catalog\" } }, HedgingPolicy = new HedgingPolicy { MaxAttempts = 2 }")]
    [InlineData("Names = { MethodName.Default }, HedgingPolicy = null")]
    public Task Is_silent_on_named_methods_and_on_calls_that_never_arrived(string config) => Verify<RetryOfEverythingRule>.Silent(Source(config));

    private static string Source(string config) => Sources.Client($$"""_ = new MethodConfig { {{config}} };""");
}
