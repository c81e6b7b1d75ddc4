// Ticketer: authentication with a token per call.
using System.Security.Claims;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Probe;

namespace GrpcSdk.Analyzers.Tests.Usage.Patterns.TicketerStyle;

public sealed class TicketStore
{
    private readonly Lock _lock = new();
    private int _available = 5;

    public bool TryTake()
    {
        lock (_lock)
        {
            return _available > 0 && _available-- > 0;
        }
    }
}

[Authorize]
public sealed class TicketerService(TicketStore store) : Greeter.GreeterBase
{
    public override Task<HelloReply> SayHello(HelloRequest request, ServerCallContext context)
    {
        var user = context.GetHttpContext().User.FindFirstValue(ClaimTypes.Name);
        return Task.FromResult(new HelloReply { Message = store.TryTake() ? $"A ticket for {user}" : "Sold out" });
    }

    [AllowAnonymous]
    public override Task<HelloReply> CollectHellos(IAsyncStreamReader<HelloRequest> requestStream, ServerCallContext context) => base.CollectHellos(requestStream, context);
}

public static class TicketerHost
{
    public static void Map(WebApplication app)
    {
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapGrpcService<TicketerService>();
    }
}

public static class TicketerClient
{
    public static GrpcChannel Open(Uri address, Func<Task<string>> token)
    {
        var credentials = CallCredentials.FromInterceptor(async (_, metadata) => metadata.Add("Authorization", $"Bearer {await token()}"));
        return GrpcChannel.ForAddress(address, new GrpcChannelOptions { Credentials = ChannelCredentials.Create(new SslCredentials(), credentials) });
    }
}
