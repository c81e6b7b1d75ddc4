using Grpc.Core;
using GrpcSdk.AspNetCore.Tests.Harness;
using GrpcSdk.AspNetCore.Tests.Protos;
using Microsoft.Extensions.DependencyInjection;

namespace GrpcSdk.AspNetCore.Tests.Validation;

public class ValidationTests
{
    [Theory]
    [MemberData(nameof(ProbeCalls.AllKinds), MemberType = typeof(ProbeCalls))]
    public async Task A_bad_message_is_INVALID_ARGUMENT_with_all_its_violations(MethodType kind)
    {
        var handled = 0;
        await using var host = await StartAsync();
        host.Script.Handler = _ =>
        {
            handled++;
            return Task.CompletedTask;
        };

        var result = await host.Client.CallAsync(kind, text: "");

        Assert.Equal(StatusCode.InvalidArgument, result.Code);
        Assert.Equal(["text: must not be empty", "text: must be polite"], result.Error!.GetFieldViolations().Select(v => $"{v.Field}: {v.Description}"));
        Assert.Equal(0, handled);
    }

    [Theory]
    [InlineData(MethodType.ClientStreaming)]
    [InlineData(MethodType.DuplexStreaming)]
    public async Task Each_message_of_a_stream_is_validated_and_good_ones_arrive(MethodType kind)
    {
        await using var host = await StartAsync();

        var result = await host.Client.CallAsync(
            kind,
            [new ProbeRequest { Text = "please" }, new ProbeRequest { Text = "please" }, new ProbeRequest()]);

        Assert.Equal(StatusCode.InvalidArgument, result.Code);
        Assert.Equal(kind == MethodType.DuplexStreaming ? 2 : 0, result.Received);
    }

    [Theory]
    [MemberData(nameof(ProbeCalls.AllKinds), MemberType = typeof(ProbeCalls))]
    public async Task Good_messages_pass_and_none_is_lost(MethodType kind)
    {
        await using var host = await StartAsync();

        var result = await host.Client.CallAsync(kind, text: "please");

        Assert.Equal(StatusCode.OK, result.Code);
        Assert.Equal(kind is MethodType.Unary or MethodType.ClientStreaming ? 1 : 3, result.Received);
    }

    [Theory]
    [MemberData(nameof(ProbeCalls.AllKinds), MemberType = typeof(ProbeCalls))]
    public async Task A_validator_that_throws_ends_as_INTERNAL(MethodType kind)
    {
        await using var host = await ProbeHost.StartAsync(services => services
            .AddGrpcSdkInterceptor<ValidationInterceptor>()
            .AddGrpcValidator<ProbeRequest>((_, _) => throw new InvalidOperationException("Password=hunter2")));

        var result = await host.Client.CallAsync(kind);

        Assert.Equal(StatusCode.Internal, result.Code);
        Assert.DoesNotContain("hunter2", result.Error!.ToString(), StringComparison.Ordinal);
    }

    private static Task<ProbeHost> StartAsync() => ProbeHost.StartAsync(services => services
        .AddGrpcSdkInterceptor<ValidationInterceptor>()
        .AddGrpcValidator<ProbeRequest>((message, violations) => violations.Require(message.Text.Length > 0, "text", "must not be empty"))
        .AddGrpcValidator<ProbeRequest, PoliteValidator>());

    private sealed class PoliteValidator : IMessageValidator<ProbeRequest>
    {
        public async ValueTask ValidateAsync(ProbeRequest message, FieldViolations violations, CancellationToken cancellationToken)
        {
            await Task.Yield();
            violations.Require(message.Text == "please", "text", "must be polite");
        }
    }
}
