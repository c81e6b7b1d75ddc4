using Grpc.Core;
using GrpcSdk.AspNetCore.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace GrpcSdk.AspNetCore.Tests.Recovery;

public class RecoveryTests
{
    private const string Secret = "Password=hunter2";

    [Theory]
    [MemberData(nameof(ProbeCalls.AllKinds), MemberType = typeof(ProbeCalls))]
    public async Task An_exception_becomes_INTERNAL_without_its_text(MethodType kind)
    {
        await using var host = await ProbeHost.StartAsync();
        host.Script.Handler = _ => throw new InvalidDataException(Secret);

        var result = await host.Client.CallAsync(kind);

        Assert.Equal(StatusCode.Internal, result.Code);
        Assert.Equal("An internal error occurred.", result.Error!.Status.Detail);
        Assert.DoesNotContain(host.Logs.GetSnapshot(), record => (record.Message + record.Exception).Contains(Secret, StringComparison.Ordinal));
        Assert.Contains(host.Logs.GetSnapshot(), record => record.Message.Contains("System.IO.InvalidDataException", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(ProbeCalls.AllKinds), MemberType = typeof(ProbeCalls))]
    public async Task A_status_of_the_handler_passes(MethodType kind)
    {
        await using var host = await ProbeHost.StartAsync();
        host.Script.Handler = _ => throw new RpcError(StatusCode.NotFound, "no such user").SetErrorInfo("USER_MISSING", "users.example.com").ToException();

        var result = await host.Client.CallAsync(kind);

        Assert.Equal(StatusCode.NotFound, result.Code);
        Assert.Equal("no such user", result.Error!.Status.Detail);
        Assert.Equal("USER_MISSING", result.Error!.GetErrorInfo()?.Reason);
    }

    [Theory]
    [MemberData(nameof(ProbeCalls.AllKinds), MemberType = typeof(ProbeCalls))]
    public async Task A_mapped_exception_gets_its_status_and_details(MethodType kind)
    {
        await using var host = await ProbeHost.StartAsync(services => services.Configure<GrpcRecoveryOptions>(options => options
            .Map<IOException>((_, _) => new RpcError(StatusCode.Unavailable, "try later").SetRetryDelay(TimeSpan.FromSeconds(2)))));
        host.Script.Handler = _ => throw new FileNotFoundException(Secret);

        var result = await host.Client.CallAsync(kind);

        Assert.Equal(StatusCode.Unavailable, result.Code);
        Assert.Equal(TimeSpan.FromSeconds(2), result.Error!.GetRetryDelay());
    }

    [Theory]
    [MemberData(nameof(ProbeCalls.AllKinds), MemberType = typeof(ProbeCalls))]
    public async Task The_status_of_another_server_is_translated(MethodType kind)
    {
        await using var host = await ProbeHost.StartAsync();
        var downstream = new RpcException(new Status(StatusCode.PermissionDenied, Secret), new Metadata { { "secret", Secret } });
        host.Script.Handler = _ => throw new DownstreamRpcException("acme.Inventory/Check", downstream);

        var result = await host.Client.CallAsync(kind);

        Assert.Equal(StatusCode.Internal, result.Code);
        Assert.Equal(DownstreamErrors.Reason, result.Error!.GetErrorInfo()?.Reason);
        Assert.DoesNotContain(Secret, result.Error!.ToString(), StringComparison.Ordinal);
        Assert.Null(result.Error!.Trailers.Get("secret"));
    }

    [Theory]
    [MemberData(nameof(ProbeCalls.AllKinds), MemberType = typeof(ProbeCalls))]
    public async Task A_mapping_that_throws_still_ends_as_INTERNAL(MethodType kind)
    {
        await using var host = await ProbeHost.StartAsync(services => services.Configure<GrpcRecoveryOptions>(options => options
            .Map<InvalidDataException>((_, _) => throw new InvalidOperationException(Secret))));
        host.Script.Handler = _ => throw new InvalidDataException(Secret);

        var result = await host.Client.CallAsync(kind);

        Assert.Equal(StatusCode.Internal, result.Code);
        Assert.DoesNotContain(Secret, result.Error!.ToString(), StringComparison.Ordinal);
    }
}
