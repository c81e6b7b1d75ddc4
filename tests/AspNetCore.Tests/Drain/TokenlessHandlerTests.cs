using Grpc.Core;
using GrpcSdk.AspNetCore.Tests.Harness;
using GrpcSdk.AspNetCore.Tests.Protos;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace GrpcSdk.AspNetCore.Tests.Drain;

// OrderedApi reads and writes without passing any token.
public class TokenlessHandlerTests
{
    [Fact]
    public async Task A_stream_whose_handler_passes_no_token_ends_as_UNAVAILABLE_when_the_server_stops()
    {
        await using var host = await ProbeHost.StartAsync(services => services.AddGrpcDrain(drain => drain.StreamGrace = TimeSpan.FromMilliseconds(20)));
        using var call = new Ordered.OrderedClient(host.Channel).Wrapped();
        await call.RequestStream.WriteAsync(new ProbeRequest());
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));

        var stopping = host.Services.GetRequiredService<IHost>().StopAsync(TestContext.Current.CancellationToken);

        var error = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(TimeSpan.FromMinutes(2)));
        Assert.Equal(StatusCode.Unavailable, error.StatusCode);
        Assert.Equal("The server is stopping.", error.Status.Detail);
        await stopping;
    }
}
