// Messages in the log: only where they are asked for, and never a redacted field.

using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
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

    public static TheoryData<string> OddValueNames => ["mask", "mask of nonsense", "time", "time before", "nanos", "duration", "sign", "value", "infinite", "everything"];

    [Theory]
    [MemberData(nameof(OddValueNames))]
    public async Task A_message_that_JSON_cannot_say_fails_no_call(string name)
    {
        await using var host = await ProbeHost.StartAsync();
        var sent = new OddValues { Text = "shown" };
        switch (name)
        {
            case "mask": sent.Mask = new FieldMask { Paths = { "fooBar", "a,b" } }; break;
            case "mask of nonsense": sent.Mask = new FieldMask { Paths = { "", "a__b", "x_3", "\u0001" } }; break;
            case "time": sent.Time = new Timestamp { Seconds = long.MaxValue }; break;
            case "time before": sent.Time = new Timestamp { Seconds = long.MinValue, Nanos = -1 }; break;
            case "nanos": sent.Time = new Timestamp { Nanos = int.MaxValue }; break;
            case "duration": sent.Duration = new Duration { Seconds = long.MaxValue }; break;
            case "sign": sent.Duration = new Duration { Seconds = 1, Nanos = -1 }; break;
            case "value": sent.Value = new Value(); break;
            case "infinite": sent.Number = double.NaN; break;
            default:
                sent.Anys["a"] = new Any { TypeUrl = "type.googleapis.com/unknown.Type", Value = ByteString.CopyFromUtf8("hunter2") };
                sent.Values["v"] = new Value();
                break;
        }

        var answer = await new Odd.OddClient(host.Channel).EchoAsync(sent);

        Assert.Equal(sent, answer);
        Assert.All(Payloads(host), payload => Assert.Contains("shown", payload, StringComparison.Ordinal));
        Assert.Equal(2, Payloads(host).Count);
    }

    [Fact]
    public async Task What_nobody_can_mark_is_never_logged()
    {
        await using var host = await ProbeHost.StartAsync();
        var client = new Odd.OddClient(host.Channel);
        var secret = Value.ForStruct(new Struct { Fields = { { "hunter2-key", Value.ForString("hunter2") } } });
        var any = Any.Pack(new ProbeRequest { Text = "hunter2" });

        await client.EchoAsync(new OddValues
        {
            Text = "shown",
            Value = secret,
            Attributes = secret.StructValue,
            List = new ListValue { Values = { secret } },
            Anys = { { "a", any } },
            Values = { { "v", secret } },
            Structs = { secret.StructValue },
        });
        await client.EchoStructAsync(secret.StructValue);
        await client.EchoAnyAsync(any);

        Assert.Equal(6, Payloads(host).Count);
        Assert.DoesNotContain(host.Logs.GetSnapshot(), record => record.Message.Contains("hunter2", StringComparison.Ordinal));
    }

    [Fact]
    public void Fields_are_redacted_at_any_depth()
    {
        var file = new FileDescriptorProto
        {
            Name = "a.proto",
            MessageType = { new DescriptorProto { Name = "M", NestedType = { new DescriptorProto { Name = "N" } }, Field = { new FieldDescriptorProto { Name = "f" } } } },
        };

        var json = MessageRedaction.ToText(file, new HashSet<string>(StringComparer.Ordinal) { "google.protobuf.DescriptorProto.name" });

        Assert.Equal("{ \"name\": \"a.proto\", \"messageType\": [ { \"field\": [ { \"name\": \"f\" } ], \"nestedType\": [ { } ] } ] }", json);
    }

    private static List<string> Payloads(ProbeHost host) =>
        [.. host.Logs.GetSnapshot().Where(record => record.Category == typeof(PayloadLogInterceptor).FullName).Select(record => record.Message)];
}
