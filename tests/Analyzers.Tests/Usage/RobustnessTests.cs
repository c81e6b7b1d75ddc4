// Source as an editor sees it while somebody types: with tokens missing anywhere. No rule may throw on it.
using System.Collections.Immutable;
using GrpcSdk.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace GrpcSdk.Analyzers.Tests.Usage;

public class RobustnessTests
{
    private const string Registration = """
        builder.Services.AddScoped<Tenant>();
        builder.Services.AddAuthorizationBuilder().AddPolicy("admin", policy => policy.RequireRole("admin"));
        builder.Services.AddGrpcSdkServices(options => options.Interceptors.Add<Auditing>());
        app.MapGrpcSdkServices();
        app.MapGrpcService<Api>();
        """;

    private const string Types = """
        [GrpcService, Authorize("admn"), GrpcInterceptor<Auditing>(Order = 1)] public sealed class Api : Greeter.GreeterBase;
        public sealed class Unmarked : Catalog.CatalogBase;
        public sealed class Tenant;
        public sealed class Auditing(Tenant tenant) : Interceptor { public Tenant Tenant => tenant; }
        """;

    [Fact]
    public async Task No_rule_throws_when_tokens_are_missing()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("GRPCSDK_SEED"), out var given) ? given : Random.Shared.Next();
        var runs = int.TryParse(Environment.GetEnvironmentVariable("GRPCSDK_FUZZ_INPUTS"), out var count) ? count : 40;
        var random = new Random(seed);
        string[] sources = [EveryFault.Read(), RegistrationSources.Program(Registration, Types)];
        var found = 0;
        for (var run = 0; run < runs; run++)
        {
            var source = Damage(sources[run % sources.Length], random, 1 + random.Next(run < runs / 2 ? 3 : 30));
            var failures = new List<string>();
            found += await AnalyzeAsync(source, failures);
            Assert.True(failures.Count == 0, $"Seed {seed}, run {run}: {string.Join('\n', failures)}\n{source}");
        }

        Assert.True(found > runs, $"Seed {seed}: the rules hardly ever had anything to look at.");
    }

    private static string Damage(string source, Random random, int times)
    {
        for (var time = 0; time < times; time++)
        {
            var tokens = CSharpSyntaxTree.ParseText(source).GetRoot().DescendantTokens().Where(token => token.Span.Length > 0).ToArray();
            var token = tokens[random.Next(tokens.Length)];
            var replacement = random.Next(3) == 0 ? tokens[random.Next(tokens.Length)].Text : "";
            source = source[..token.SpanStart] + replacement + source[token.Span.End..];
        }

        return source;
    }

    private static async Task<int> AnalyzeAsync(string source, List<string> failures)
    {
        var options = TestStates.Enable(new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable), UsageRules.WithRegistration);
        var compilation = CSharpCompilation.Create(
            "Source", [CSharpSyntaxTree.ParseText(source), CSharpSyntaxTree.ParseText(GrpcReferences.GlobalUsings)], GrpcReferences.All, (CSharpCompilationOptions)options);
        var settings = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]), (exception, _, _) => Add(failures, exception.ToString()), concurrentAnalysis: true, logAnalyzerExecutionTime: false);
        var diagnostics = await compilation.WithAnalyzers(UsageRules.WithRegistration, settings).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        return diagnostics.Count(diagnostic => diagnostic.Id.StartsWith("GSDK", StringComparison.Ordinal));
    }

    private static void Add(List<string> failures, string failure)
    {
        lock (failures)
        {
            failures.Add(failure);
        }
    }
}
