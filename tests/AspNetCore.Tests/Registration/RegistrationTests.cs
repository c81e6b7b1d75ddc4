using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Core.Interceptors;
using GrpcSdk.AspNetCore.Tests.Harness;
using GrpcSdk.AspNetCore.Tests.Protos;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace GrpcSdk.AspNetCore.Tests.Registration;

public class RegistrationTests
{
    [Theory]
    [MemberData(nameof(ProbeCalls.AllKinds), MemberType = typeof(ProbeCalls))]
    public async Task A_mapped_service_answers_every_kind_of_call(MethodType kind)
    {
        await using var host = await ProbeHost.StartAsync();

        var result = await host.Client.CallAsync(kind);

        Assert.Equal(StatusCode.OK, result.Code);
        Assert.Equal(kind is MethodType.Unary or MethodType.ClientStreaming ? 1 : 3, result.Received);
    }

    [Fact]
    public async Task Interceptors_nest_in_declared_order_across_levels()
    {
        await using var host = await ProbeHost.StartAsync();
        var client = new Ordered.OrderedClient(host.Channel);

        using var call = client.Wrapped();
        await call.RequestStream.WriteAsync(new ProbeRequest());
        await call.RequestStream.CompleteAsync();
        Assert.Single(await call.ResponseStream.ReadAllAsync().ToListAsync());

        Assert.Equal(
            [
                "method+", "assembly+", "service+",
                "method<", "assembly<", "service<",
                "service>", "assembly>", "method>",
                "service-", "assembly-", "method-",
            ],
            host.Trace);
    }

    [Fact]
    public async Task Each_endpoint_says_which_interceptors_run_around_it()
    {
        await using var host = await ProbeHost.StartAsync();

        var plans = host.Services.GetRequiredService<EndpointDataSource>().Endpoints
            .Select(endpoint => endpoint.Metadata.GetMetadata<GrpcMethodPlan>()?.ToString())
            .OfType<string>()
            .Where(plan => plan.Contains("Ordered", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

        Assert.Equal(
            [
                "grpcsdk.probe.Ordered/Moved: RecoveryInterceptor > ServiceLevel > AssemblyLevel",
                "grpcsdk.probe.Ordered/Plain: RecoveryInterceptor > AssemblyLevel > ServiceLevel",
                "grpcsdk.probe.Ordered/Without: RecoveryInterceptor > ServiceLevel",
                "grpcsdk.probe.Ordered/Wrapped: RecoveryInterceptor > MethodLevel > AssemblyLevel > ServiceLevel",
            ],
            plans);
    }

    [Fact]
    public async Task An_interceptor_of_another_method_does_not_run()
    {
        await using var host = await ProbeHost.StartAsync();
        var client = new Ordered.OrderedClient(host.Channel);

        await client.PlainAsync(new ProbeRequest());
        Assert.Equal(["assembly+", "assembly<", "service+", "service<", "service>", "service-", "assembly>", "assembly-"], host.Trace);
    }

    [Fact]
    public async Task A_method_can_move_an_interceptor_of_its_service()
    {
        await using var host = await ProbeHost.StartAsync();
        var client = new Ordered.OrderedClient(host.Channel);

        await client.MovedAsync(new ProbeRequest());
        Assert.Equal(["service+", "service<", "assembly+", "assembly<", "assembly>", "assembly-", "service>", "service-"], host.Trace);
    }

    [Fact]
    public async Task A_method_can_take_an_interceptor_of_the_assembly_off()
    {
        await using var host = await ProbeHost.StartAsync();
        var client = new Ordered.OrderedClient(host.Channel);

        using var call = client.Without(new ProbeRequest());
        await call.ResponseStream.ReadAllAsync().ToListAsync();
        Assert.DoesNotContain(host.Trace, entry => entry.StartsWith("assembly", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Service_options_of_the_application_survive()
    {
        await using var host = await ProbeHost.StartAsync(services => services.AddGrpc().AddServiceOptions<ProbeApi>(options =>
        {
            options.MaxReceiveMessageSize = 1000;
        }));

        Assert.Equal(StatusCode.ResourceExhausted, (await host.Client.CallAsync(MethodType.Unary, payload: 2000)).Code);
        Assert.Equal(StatusCode.OK, (await host.Client.CallAsync(MethodType.Unary, payload: 100)).Code);
    }

    [Fact]
    public async Task Registering_twice_runs_each_interceptor_once()
    {
        await using var host = await ProbeHost.StartAsync(services => services.AddGrpcSdkServices());

        await host.Client.CallAsync(MethodType.Unary);
        Assert.Single(host.Trace, "assembly+");
    }

    [Fact]
    public async Task A_registration_of_the_application_replaces_the_generated_factory()
    {
        var own = new InterceptorTrace();
        await using var host = await ProbeHost.StartAsync(services => services.AddSingleton(new AssemblyLevel(own)));

        await host.Client.CallAsync(MethodType.Unary);
        Assert.NotEmpty(own.Entries);
        Assert.Empty(host.Trace);
    }

    [Fact]
    public async Task Mapping_without_registering_says_what_is_missing()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => ProbeHost.StartAsync(services =>
            services.Remove(services.Single(service => service.ServiceType == typeof(GrpcServicePlan<ProbeApi>)))));

        Assert.Contains("AddGrpcSdkServices", error.Message, StringComparison.Ordinal);
    }
}
