using Google.Rpc;
using Grpc.Core;

namespace GrpcSdk.Client.Tests.Errors;

public class RpcErrorTests
{
    [Fact]
    public void Details_survive_the_way_through_an_exception()
    {
        var error = new RpcError(StatusCode.FailedPrecondition, "no")
            .AddFieldViolation("a", "1").AddFieldViolation("b", "2")
            .SetErrorInfo("REASON", "domain", new Dictionary<string, string> { ["key"] = "value" })
            .SetRetryDelay(TimeSpan.FromSeconds(3))
            .AddQuotaViolation("user:1", "calls")
            .AddPreconditionViolation("TOS", "user:1", "accept them")
            .SetResource("User", "users/1")
            .ToException();

        Assert.Equal(StatusCode.FailedPrecondition, error.StatusCode);
        Assert.Equal("no", error.Status.Detail);
        Assert.Equal(["a", "b"], error.GetFieldViolations().Select(violation => violation.Field));
        Assert.Equal("value", error.GetErrorInfo()?.Metadata["key"]);
        Assert.Equal(TimeSpan.FromSeconds(3), error.GetRetryDelay());
        Assert.True(error.TryGetDetail<QuotaFailure>(out _));
        Assert.True(error.TryGetDetail<PreconditionFailure>(out _));
        Assert.True(error.TryGetDetail<ResourceInfo>(out _));
        Assert.False(error.TryGetDetail<DebugInfo>(out _));
    }

    [Fact]
    public void Details_that_are_too_large_are_dropped_debug_info_first()
    {
        var status = new RpcError(StatusCode.Internal, "no")
            .SetDebugInfo(new string('x', 3000))
            .SetErrorInfo("REASON", "domain")
            .SetResource("User", new string('y', 2000))
            .ToRpcStatus();

        Assert.Equal(["google.rpc.ErrorInfo", "google.rpc.ResourceInfo"], status.Details.Select(detail => detail.TypeUrl.Split('/')[1]));
        Assert.True(status.CalculateSize() <= RpcError.DefaultMaxDetailsSize);
    }

    [Fact]
    public void A_long_message_is_cut_without_splitting_a_character()
    {
        var message = string.Concat(Enumerable.Repeat("😀", 600));

        var cut = new RpcError(StatusCode.Internal, message).Message;

        Assert.True(cut.Length <= RpcError.MaxMessageLength);
        Assert.EndsWith("😀…", cut, StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_with_OK_is_refused() => Assert.Throws<ArgumentException>(() => new RpcError(StatusCode.OK, ""));

    [Fact]
    public void A_broken_detail_hides_nothing()
    {
        var error = new RpcException(new Grpc.Core.Status(StatusCode.NotFound, "no"), new Metadata { { "grpc-status-details-bin", [0xff, 0xff, 0xff] } });

        Assert.False(error.TryGetDetail<BadRequest>(out _));
        Assert.Empty(error.GetFieldViolations());
        Assert.Null(error.GetRetryDelay());
        Assert.Equal(StatusCode.NotFound, error.StatusCode);
    }
}
