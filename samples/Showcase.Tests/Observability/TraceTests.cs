// Traces over OTLP: one order is one trace through both services.

using System.Diagnostics;
using Acme.Orders.V1;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Trace;
using Showcase.Observability;
using Showcase.Tests.Observability.Otlp;
using Showcase.Tests.Support;
using Span = Showcase.Tests.Observability.Otlp.Span;

namespace Showcase.Tests.Observability;

public sealed class TraceTests(TraceCollector collector) : IClassFixture<TraceCollector>
{
    [Fact(Timeout = 300_000)]
    public async Task An_order_is_one_trace_from_the_order_service_over_its_client_to_the_inventory()
    {
        await using var showcase = new RunningShowcase(new() { [TelemetryArea.CollectorSetting] = collector.Address.ToString() });
        await showcase.InitializeAsync();
        // Other tests of this process make calls at the same time: theirs have other traces.
        using var caller = new Activity("test") { ActivityTraceFlags = ActivityTraceFlags.Recorded }.SetIdFormat(ActivityIdFormat.W3C).Start();
        await new OrderService.OrderServiceClient(showcase.Channel).ProcessOrderAsync(new OrderRequest { ProductId = 5, Quantity = 1, UserId = 1 });

        // A span ends a moment after the answer of its call.
        List<Span> spans;
        do
        {
            Assert.True(showcase.App.Services.GetRequiredService<TracerProvider>().ForceFlush());
            spans = [.. collector.Spans.Where(span => Convert.ToHexStringLower(span.TraceId.Span) == caller.TraceId.ToHexString())];
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        }
        while (spans.Count(span => span.Kind == Span.Types.Kind.Server) < 2);

        var order = spans.Single(span => IsServer(span, "acme.orders.v1.OrderService/ProcessOrder"));
        var inventory = spans.Single(span => IsServer(span, "acme.inventory.v1.InventoryService/CheckInventory"));
        var client = spans.Single(span => span.SpanId == inventory.ParentSpanId);
        Assert.Equal(Span.Types.Kind.Client, client.Kind);
        Assert.Equal(order.SpanId, client.ParentSpanId);
        Assert.Equal("OK", Attribute(order, "rpc.response.status_code"));
        Assert.Contains(collector.Received.First().Resource.Attributes, pair => pair.Key == "service.name" && pair.Value.StringValue == "grpcsdk-showcase");
    }

    private static bool IsServer(Span span, string method) => span.Kind == Span.Types.Kind.Server && Attribute(span, "rpc.method") == method;

    private static string? Attribute(Span span, string key) => span.Attributes.FirstOrDefault(pair => pair.Key == key)?.Value.StringValue;
}
