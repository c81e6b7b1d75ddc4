// Hosts the showcase until it is stopped, and says how to reach it.

using Grpc.AspNetCore.Server;
using Spectre.Console;

namespace Showcase.Hosting;

internal static class HostCommand
{
    /// <returns>0, or 1 when the host cannot start.</returns>
    public static async Task<int> RunAsync(ShowcaseOptions options, CancellationToken cancellationToken)
    {
        WebApplication app;
        try
        {
            app = await ShowcaseHost.StartAsync(options, cancellationToken);
        }
        catch (IOException exception)
        {
            await Console.Error.WriteLineAsync($"{exception.Message} Choose another port with --port, or 0 for a free one.");
            return 1;
        }
        catch (HostRefusedException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 1;
        }

        await using (app)
        {
            PrintEndpoints(app);
            await app.WaitForShutdownAsync(cancellationToken);
            return 0;
        }
    }

    private static void PrintEndpoints(WebApplication app)
    {
        var address = app.Address();
        var table = new Table().Border(TableBorder.Simple).AddColumns("Service", "Methods");
        foreach (var service in Methods(app).GroupBy(method => method.ServiceName).OrderBy(service => service.Key, StringComparer.Ordinal))
        {
            table.AddRow(service.Key, string.Join(", ", service.Select(method => method.Name)));
        }

        // The page and the address are the last lines, where a person looks.
        AnsiConsole.Write(table);
        Console.WriteLine($"Try it: npx buf curl --protocol grpc --http2-prior-knowledge -d '{{\"pageSize\": 5}}' {address}acme.users.v1.UserService/ListUsers");
        if (app.Endpoints() is { Tls: { } tls, MutualTls: { } mutualTls })
        {
            Console.WriteLine($"gRPC over TLS at {tls}, over mutual TLS at {mutualTls}");
        }

        if (app.Endpoints().Page is { } page)
        {
            Console.WriteLine($"Page at {page}");
        }

        Console.WriteLine($"gRPC over HTTP/2 without TLS at {address}");
    }

    private static IEnumerable<Grpc.Core.IMethod> Methods(WebApplication app) =>
        app.Services.GetServices<EndpointDataSource>()
            .SelectMany(source => source.Endpoints)
            .Select(endpoint => endpoint.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method)
            .OfType<Grpc.Core.IMethod>()
            .DistinctBy(method => method.FullName);
}
