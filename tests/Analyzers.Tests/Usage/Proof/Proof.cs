// Proves what a rule claims: the same source that the analyzer reports is compiled, hosted on a real server and called.
using System.Runtime.Loader;
using GrpcSdk.Analyzers.Common;
using GrpcSdk.Analyzers.Tests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GrpcSdk.Analyzers.Tests.Usage.Proof;

/// <summary>
/// A scenario is a class <c>Scenario</c> with <c>Task&lt;string&gt; CallAsync(string address)</c>, which says what a caller
/// sees, and optionally <c>Configure(WebApplicationBuilder)</c> and <c>Map(WebApplication)</c>.
/// </summary>
internal static class Proof<TRule>
    where TRule : UsageRule, new()
{
    /// <summary>The faulty source is reported and shows the bug; the right one is not reported and does not.</summary>
    public static async Task Shows(string faulty, string bug, string right, string expected)
    {
        Assert.NotEmpty(await ReportedAsync(faulty));
        Assert.Equal(bug, await RunAsync(faulty));
        Assert.Empty(await ReportedAsync(right));
        Assert.Equal(expected, await RunAsync(right));
    }

    private static async Task<IEnumerable<Diagnostic>> ReportedAsync(string source) =>
        await Compile(source).WithAnalyzers([new RuleAnalyzer<TRule>()]).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);

    private static async Task<string> RunAsync(string source)
    {
        var scenario = Load(Compile(source));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        scenario.GetMethod("Configure")?.Invoke(null, [builder]);
        await using var app = builder.Build();
        scenario.GetMethod("Map")?.Invoke(null, [app]);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return await (Task<string>)scenario.GetMethod("CallAsync")!.Invoke(null, [app.Urls.Single()])!;
    }

    private static CSharpCompilation Compile(string source)
    {
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable);
        return CSharpCompilation.Create("Scenario", [CSharpSyntaxTree.ParseText(source), CSharpSyntaxTree.ParseText(GrpcReferences.GlobalUsings)], GrpcReferences.All, options);
    }

    private static Type Load(CSharpCompilation compilation)
    {
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        image.Position = 0;
        return new AssemblyLoadContext(nameof(Proof<TRule>), isCollectible: true).LoadFromStream(image).GetType("Scenario", throwOnError: true)!;
    }
}
