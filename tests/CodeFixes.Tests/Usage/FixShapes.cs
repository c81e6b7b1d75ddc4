// The shapes of code that every fix is tried on: where a statement can stand, and how the file around it can look.
namespace GrpcSdk.CodeFixes.Tests.Usage;

/// <summary>What a fix is tried on.</summary>
/// <param name="Id">The rule.</param>
/// <param name="Method">The method that holds the statements; <c>%%</c> stands for them. Empty when <paramref name="Code"/> is a whole type.</param>
/// <param name="Code">The faulty statements, or the faulty type.</param>
internal sealed record Faulty(string Id, string Method, string Code);

internal static class FixShapes
{
    private const string Usings = """
        using System;
        using System.Collections.Generic;
        using System.IO;
        using System.Linq;
        using System.Threading;
        using System.Threading.Tasks;
        using Grpc.Core;
        using Grpc.Core.Interceptors;
        using Grpc.Net.Client;
        using Grpc.Net.Client.Configuration;
        using Grpc.Net.ClientFactory;
        using Microsoft.AspNetCore.Authorization;
        using Microsoft.AspNetCore.Builder;
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.Hosting;
        using Probe;
        """;

    /// <summary>Where statements stand in their method.</summary>
    public static IReadOnlyDictionary<string, string> Places { get; } = new Dictionary<string, string>
    {
        ["block"] = "%%",
        ["comments"] = "// Before.\n%%\n// After.",
        ["if"] = "if (DateTime.UtcNow.Ticks > 0)\n{\n    %%\n}",
        ["else"] = "if (DateTime.UtcNow.Ticks == 0)\n{\n    Console.WriteLine();\n}\nelse\n{\n    %%\n}",
        ["bare if"] = "if (DateTime.UtcNow.Ticks > 0)\n    %%",
        ["bare else"] = "if (DateTime.UtcNow.Ticks == 0)\n    Console.WriteLine();\nelse\n    %%",
        ["foreach"] = "foreach (var turn in new[] { 1, 2 })\n{\n    %%\n}",
        ["bare foreach"] = "foreach (var turn in new[] { 1, 2 })\n    %%",
        ["while"] = "while (DateTime.UtcNow.Ticks > 0)\n{\n    %%\n    break;\n}",
        ["using"] = "using (var memory = new MemoryStream())\n{\n    %%\n}",
        ["using declaration"] = "using var memory = new MemoryStream();\n%%",
        ["try"] = "try\n{\n    %%\n}\nfinally\n{\n    Console.WriteLine();\n}",
        ["switch"] = "switch (DateTime.UtcNow.Ticks)\n{\n    case 0:\n        Console.WriteLine();\n        break;\n    default:\n        %%\n        break;\n}",
        ["nested block"] = "{\n    {\n        %%\n    }\n}",
        ["local function"] = "await Inner();\nasync Task Inner()\n{\n    await Task.Yield();\n    %%\n}",
        ["lambda"] = "Func<Task> inner = async () =>\n{\n    await Task.Yield();\n    %%\n};\nawait inner();",
        ["directive"] = "#pragma warning disable CS1998\n%%\n#pragma warning restore CS1998",
        ["region"] = "#region Here\n%%\n#endregion",
        ["checked"] = "checked\n{\n    %%\n}",
        ["label"] = "again:\nif (DateTime.UtcNow.Ticks == 0)\n{\n    goto again;\n}\n\n%%",
    };

    /// <summary>How the file looks around a type; <c>%%</c> stands for it.</summary>
    public static IReadOnlyDictionary<string, string> Files { get; } = new Dictionary<string, string>
    {
        ["plain"] = Usings + "\n\n%%\n",
        ["header"] = "// Copyright.\n// All rights reserved.\n\n" + Usings + "\n\n%%\n",
        ["file-scoped namespace"] = Usings + "\n\nnamespace Acme.Api;\n\n%%\n",
        ["namespace"] = Usings + "\n\nnamespace Acme.Api\n{\n%%\n}\n",
        ["usings within"] = "namespace Acme.Api\n{\n" + Usings + "\n\n%%\n}\n",
        ["nested"] = Usings + "\n\npublic static class Outer\n{\n%%\n}\n",
        ["twice nested"] = Usings + "\n\nnamespace Acme\n{\n    public static class Outer\n    {\n        public static class Inner\n        {\n%%\n        }\n    }\n}\n",
        ["few usings"] = Few + "\n\n%%\n",
        ["own Task and Status"] = Usings + "\n\nnamespace Acme.Other\n{\n    public sealed class StatusCode;\n\n    public sealed class TimeSpan;\n}\n\n%%\n",
        ["shadowed"] = Usings + "\n\nnamespace Acme.Api\n{\n    public sealed class Authorize;\n\n%%\n}\n",
        ["two types"] = Usings + "\n\npublic sealed class First;\n\n%%\n\npublic sealed class Last;\n",
        ["nullable"] = "#nullable enable\n" + Usings + "\n\n%%\n",
    };

    private const string Few = """
        using System;
        using System.Collections.Generic;
        using System.IO;
        using Grpc.Net.Client;
        using Microsoft.AspNetCore.Builder;
        using Microsoft.Extensions.DependencyInjection;
        using Probe;
        using Task = System.Threading.Tasks.Task;
        """;

    private const string Client = """
        public sealed class Caller
        {
            public static async Task CallAsync(Greeter.GreeterClient client, HelloRequest request, GrpcChannel shared, Interceptor tracing, string address)
            {
                await Task.Yield();
                %%
            }
        }
        """;

    private const string Unary = """
        public sealed class GreeterService(Catalog.CatalogClient catalog) : Greeter.GreeterBase
        {
            public override async Task<HelloReply> SayHello(HelloRequest request, ServerCallContext context)
            {
                await Task.Yield();
                Console.WriteLine(catalog);
                %%
                return new HelloReply();
            }
        }
        """;

    private const string Streaming = """
        public sealed class GreeterService(IHostApplicationLifetime host) : Greeter.GreeterBase
        {
            public override async Task ListHellos(HelloRequest request, IServerStreamWriter<HelloReply> responseStream, ServerCallContext context)
            {
                await Task.Yield();
                Console.WriteLine(host);
                %%
            }
        }
        """;

    private const string Setup = """
        public static class Startup
        {
            public static async Task ConfigureAsync(WebApplication app, IServiceCollection services, WebApplicationBuilder builder)
            {
                await Task.Yield();
                %%
            }
        }

        public sealed class Tenant;

        public sealed class TenantInterceptor(Tenant tenant) : Interceptor
        {
            public Tenant Tenant => tenant;
        }

        [Microsoft.AspNetCore.Authorization.Authorize]
        public sealed class SecretService : Greeter.GreeterBase;
        """;

    private const string Rest = "InitialBackoff = TimeSpan.FromSeconds(1), MaxBackoff = TimeSpan.FromSeconds(5)";

    /// <summary>One mistake for each fix.</summary>
    public static IReadOnlyList<Faulty> All { get; } =
    [
        new("GSDK3001", Client, "await client.SayHelloAsync(request, deadline: DateTime.Now.AddSeconds(5));"),
        new("GSDK3003", Setup, "app.MapGrpcService(Greeter.BindService(new SecretService()));"),
        new("GSDK3004", Setup, "app.MapGrpcService<SecretService>();\napp.MapGrpcService<SecretService>();"),
        new("GSDK3005", Client, "var method = new MethodConfig { RetryPolicy = new RetryPolicy { MaxAttempts = 3, " + Rest + " } };\nConsole.WriteLine(method);"),
        new("GSDK3006", Client, "shared.Intercept(tracing);\nvar other = new Greeter.GreeterClient(shared);\nConsole.WriteLine(other);"),
        new("GSDK3008", Setup, "services.AddScoped<Tenant>();\nservices.AddGrpcClient<Greeter.GreeterClient>().AddInterceptor<TenantInterceptor>();"),
        new("GSDK3009", Unary, "try { Console.WriteLine(request); } catch (Exception thrown) { throw new RpcException(new Status(StatusCode.Internal, \"Failed: \" + thrown)); }"),
        new("GSDK3009", Setup, "services.AddGrpc(options => options.EnableDetailedErrors = true);"),
        new("GSDK3010", Unary, "await Task.Delay(1000);"),
        new("GSDK3010", Unary, "while (!context.CancellationToken.IsCancellationRequested) { await Task.Delay(1000); }"),
        new("GSDK3010", Unary, "while (!context.CancellationToken.IsCancellationRequested) { await catalog.FindAsync(request); }"),
        new("GSDK3011", Client, "var call = client.ListHellos(request);\nawait call.ResponseStream.MoveNext(CancellationToken.None);"),
        new("GSDK3013", Client, "using var call = client.CollectHellos();\nawait call.RequestStream.WriteAsync(request);\nConsole.WriteLine(await call.ResponseAsync);"),
        new("GSDK3018", Client, "for (var index = 0; index < 2; index++) { using var channel = GrpcChannel.ForAddress(\"https://orders\"); Console.WriteLine(new Greeter.GreeterClient(channel)); }"),
        new("GSDK3019", Client, "var channel = GrpcChannel.ForAddress(address);\nawait channel.ConnectAsync();"),
        new("GSDK3022", Streaming, "while (!context.CancellationToken.IsCancellationRequested) { await responseStream.WriteAsync(new HelloReply()); await Task.Delay(1000, context.CancellationToken); }"),
        new("GSDK3023", Unary, "await catalog.FindAsync(request, cancellationToken: context.CancellationToken);"),
        new("GSDK3023", Unary, "var found = await catalog.FindAsync(request, cancellationToken: context.CancellationToken);\nConsole.WriteLine(found.Message);"),
        new("GSDK3024", Client, "try { await client.SayHelloAsync(request); } catch (RpcException) { }"),
        new("GSDK3025", Unary, "Task.Delay(1).Wait();"),
        new("GSDK3025", Unary, "Thread.Sleep(10);"),
        new("GSDK3025", Unary, "Console.WriteLine(catalog.Find(request).Message);"),
        new("GSDK3026", Client, "await client.SayHelloAsync(request);"),
        new("GSDK3027", Unary, "if (request.Name.Length == 0) { throw new ArgumentException(\"No name.\"); }"),
        new("GSDK3029", Setup, "services.AddGrpc();"),
        new("CS0200", Client, "request.Tags = new[] { \"a\" };"),
        new("CS0200", Client, "Console.WriteLine(new HelloRequest { Tags = new[] { \"a\" } });"),
        new("GSDK3002", "", Interceptor("{ try { return continuation(request, context); } finally { Console.WriteLine(); } }")),
        new("GSDK3002", "", Interceptor("{ using var memory = new MemoryStream(); if (request is null) { return Task.FromResult<TResponse>(null!); } return continuation(request, context); }")),
        new("GSDK3007", "", Interceptor("=> continuation(request, context);")),
        new("GSDK3007", "", Interceptor("{ var requestStream = request; return continuation(request, context); }")),
        new("GSDK3007", "", "public abstract class Base : Interceptor\n{\n    " + UnaryHandler + " => continuation(request, context);\n}\n\npublic sealed class Guard : Base;"),
        new("GSDK3007", "", "public abstract class Base : Interceptor\n{\n    " + UnaryHandler + " => continuation(request, context);\n}\n\npublic sealed class Guard : Base\n{\n}"),
        new("GSDK3028", "", "public sealed class OpenService : Greeter.GreeterBase;"),
        new("GSDK3028", "", "/// <summary>Open.</summary>\n[Obsolete]\npublic sealed class OpenService : Greeter.GreeterBase\n{\n}"),
    ];

    private const string UnaryHandler = "public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)";

    private static string Interceptor(string body) => "public sealed class Guard : Interceptor\n{\n    " + UnaryHandler + "\n    " + body + "\n}";

    /// <summary>The sources of one mistake, by their shape.</summary>
    public static IEnumerable<(string Shape, string Source)> Of(Faulty faulty)
    {
        if (faulty.Method.Length > 0)
        {
            foreach (var (name, place) in Places)
            {
                yield return (name, Files["plain"].Replace("%%", faulty.Method.Replace("%%", place.Replace("%%", faulty.Code, StringComparison.Ordinal), StringComparison.Ordinal), StringComparison.Ordinal));
            }
        }

        var type = faulty.Method.Length > 0 ? faulty.Method.Replace("%%", faulty.Code, StringComparison.Ordinal) : faulty.Code;
        foreach (var (name, file) in Files)
        {
            yield return (name, file.Replace("%%", name == "few usings" ? Qualified(type) : type, StringComparison.Ordinal));
        }

        yield return ("tabs and CRLF", Files["namespace"].Replace("%%", type, StringComparison.Ordinal).Replace("    ", "\t", StringComparison.Ordinal).ReplaceLineEndings("\r\n"));
        yield return ("one line", Usings + "\n\n" + string.Join(' ', type.Split('\n').Where(line => !line.StartsWith("///", StringComparison.Ordinal)).Select(line => line.Trim())) + "\n");
        yield return ("partial", Files["plain"].Replace("%%", type.Replace(" sealed class ", " sealed partial class ", StringComparison.Ordinal), StringComparison.Ordinal));
        yield return ("documented", Files["plain"].Replace("%%", "/// <summary>Does it.</summary>\n[Serializable]\n" + type.Replace("/// <summary>Open.</summary>\n", "", StringComparison.Ordinal), StringComparison.Ordinal));
        yield return ("internal", Files["plain"].Replace("%%", type.Replace("public sealed class", "internal sealed class", StringComparison.Ordinal).Replace("public static class", "internal static class", StringComparison.Ordinal), StringComparison.Ordinal));
        yield return ("after statements", Files["plain"].Replace("%%", type + "\n\npublic record Other(int Number);", StringComparison.Ordinal));
        yield return ("twice", Files["plain"].Replace("%%", type + "\n\nnamespace Acme.Second\n{\n" + type + "\n}", StringComparison.Ordinal));
        yield return ("alias", Files["plain"].Replace("using Probe;", "using Probe;\nusing Reply = Probe.HelloReply;", StringComparison.Ordinal).Replace("%%", type.Replace("HelloReply", "Reply", StringComparison.Ordinal), StringComparison.Ordinal));
        yield return ("global prefix", Files["file-scoped namespace"].Replace("%%", type.Replace("Greeter.Greeter", "global::Probe.Greeter.Greeter", StringComparison.Ordinal), StringComparison.Ordinal));
    }

    /// <summary>The types by their full names, as code that imports little has them.</summary>
    private static string Qualified(string type)
    {
        (string Name, string Namespace)[] types =
        [
            ("Task<", "System.Threading.Tasks."), ("CancellationToken.None", "System.Threading."), ("Thread.Sleep", "System.Threading."),
            ("ServerCallContext", "Grpc.Core."), ("IServerStreamWriter<", "Grpc.Core."), ("RpcException", "Grpc.Core."), ("UnaryServerMethod<", "Grpc.Core."), ("StatusCode.", "Grpc.Core."), ("Status(", "Grpc.Core."),
            ("Interceptor ", "Grpc.Core.Interceptors."), ("Interceptor\n", "Grpc.Core.Interceptors."), ("MethodConfig", "Grpc.Net.Client.Configuration."), ("RetryPolicy {", "Grpc.Net.Client.Configuration."),
            ("IHostApplicationLifetime", "Microsoft.Extensions.Hosting."),
        ];
        type = type.Replace("shared.Intercept(tracing);", "Grpc.Core.Interceptors.ChannelExtensions.Intercept(shared, tracing);", StringComparison.Ordinal);
        foreach (var (name, space) in types)
        {
            type = System.Text.RegularExpressions.Regex.Replace(type, $@"(?<![\w.]){System.Text.RegularExpressions.Regex.Escape(name)}", space + name);
        }

        return type;
    }
}
