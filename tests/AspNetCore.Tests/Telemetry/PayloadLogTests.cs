// Messages in the log: only where they are asked for, and never a redacted field.

using Google.Protobuf.Reflection;
using Grpc.Core;
using GrpcSdk.AspNetCore.Tests.Harness;
using GrpcSdk.AspNetCore.Tests.Protos;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GrpcSdk.AspNetCore.Tests.Telemetry;

public class PayloadLogTests
{
    [Theory]
    [MemberData(nameof(ProbeCalls.AllKinds), MemberType = typeof(ProbeCalls))]
    public async Task Messages_are_logged_without_the_fields_that_the_schema_redacts(MethodType kind)
    {
        await using var host = await ProbeHost.StartAsync(services => services.AddGrpcSdkInterceptor<PayloadLogInterceptor>());

        await host.Client.CallAsync(kind, [new ProbeRequest { Text = "hello", Secret = "hunter2" }]);

        var payloads = Payloads(host);
        Assert.Contains($"gRPC call {ProbeCalls.MethodName(kind)} received {{ \"text\": \"hello\" }}", payloads);
        Assert.Contains(payloads, payload => payload.StartsWith($"gRPC call {ProbeCalls.MethodName(kind)} sent {{", StringComparison.Ordinal));
        Assert.DoesNotContain(host.Logs.GetSnapshot(), record => record.Message.Contains("hunter2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Further_fields_can_be_redacted_and_long_messages_are_cut()
    {
        await using var host = await ProbeHost.StartAsync(services => services
            .AddGrpcSdkInterceptor<PayloadLogInterceptor>()
            .Configure<GrpcPayloadOptions>(options =>
            {
                options.Level = LogLevel.Information;
                options.MaxLength = 10;
                options.RedactedFields.Add("grpcsdk.probe.ProbeReply.text");
            }));

        await host.Client.CallAsync(MethodType.Unary, text: "hello world");

        Assert.Equal(
            ["gRPC call grpcsdk.probe.Probe/Unary received { \"text\": …", "gRPC call grpcsdk.probe.Probe/Unary sent { \"receive…"],
            Payloads(host));
    }

    [Fact]
    public async Task Nothing_is_logged_below_the_level()
    {
        await using var host = await ProbeHost.StartAsync(services => services
            .AddGrpcSdkInterceptor<PayloadLogInterceptor>()
            .AddLogging(logging => logging.AddFilter(typeof(PayloadLogInterceptor).FullName, LogLevel.Information)));

        await host.Client.CallAsync(MethodType.Unary);

        Assert.Empty(Payloads(host));
    }

    [Fact]
    public void Fields_are_redacted_at_any_depth()
    {
        var file = new FileDescriptorProto
        {
            Name = "a.proto",
            MessageType = { new DescriptorProto { Name = "M", NestedType = { new DescriptorProto { Name = "N" } }, Field = { new FieldDescriptorProto { Name = "f" } } } },
        };

        var json = MessageRedaction.ToJson(file, new HashSet<string>(StringComparer.Ordinal) { "google.protobuf.DescriptorProto.name" });

        Assert.Equal("{ \"name\": \"a.proto\", \"messageType\": [ { \"field\": [ { \"name\": \"f\" } ], \"nestedType\": [ { } ] } ] }", json);
    }

    private static List<string> Payloads(ProbeHost host) =>
        [.. host.Logs.GetSnapshot().Where(record => record.Category == typeof(PayloadLogInterceptor).FullName).Select(record => record.Message)];
}
