using Grpc.Core;
using Orders.Api;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddGrpc();
builder.Services.AddGrpcClient<OrderApi.OrderApiClient>(options => options.Address = new Uri("https://orders:5001"));
var app = builder.Build();
app.MapGrpcService<OrderService>();
app.Run();

// It waits as nobody should: a rule about that warns, and the build stays green.
internal sealed class OrderService(OrderApi.OrderApiClient upstream) : OrderApi.OrderApiBase
{
    public override Task<Order> GetOrder(GetOrderRequest request, ServerCallContext context)
    {
        var order = upstream.GetOrderAsync(request).ResponseAsync.Result;
        return Task.FromResult(order);
    }
}
