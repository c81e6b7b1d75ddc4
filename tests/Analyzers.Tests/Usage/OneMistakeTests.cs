// Every mistake is reported by exactly one rule, with all rules on; and rules of registration and of usage never say the same thing twice.
using System.Text.RegularExpressions;
using GrpcSdk.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace GrpcSdk.Analyzers.Tests.Usage;

public partial class OneMistakeTests
{
    [Fact]
    public async Task Every_mistake_is_reported_by_its_own_rule_alone()
    {
        var source = EveryFault.Read();
        var expected = source.Split('\n').SelectMany((line, number) => Expectation().Matches(line).SelectMany(match => match.Groups[1].Captures).Select(id => $"{number + 1}: {id.Value}"));

        Assert.Equal(expected, await ReportedAsync(source));
    }

    [Fact]
    public void Every_rule_has_a_mistake() => Assert.All(UsageRules.Descriptors, rule => Assert.Contains(rule.Id, EveryFault.Read(), StringComparison.Ordinal));

    [Theory]
    [InlineData("app.UseGrpcSdk();\napp.MapGrpcSdkServices();\napp.MapGrpcService<Api>();\napp.MapGrpcService<Api>();", "", "GSDK4012 GSDK4012")]
    [InlineData("app.UseGrpcSdk();\napp.MapGrpcSdkServices();\napp.MapGrpcService<Other>();\napp.MapGrpcService<Other>();", "public sealed class Other : Catalog.CatalogBase;", "GSDK3004")]
    [InlineData("app.MapGrpcService<Api>();", "", "")]
    [InlineData("app.MapGrpcService<Api>();\napp.MapGrpcService<Api>();", "", "GSDK3004")]
    public async Task A_double_mapping_is_reported_once_a_place(string statements, string types, string expected)
    {
        const string Marked = "[GrpcService] public sealed class Api : Greeter.GreeterBase;\n";
        var reported = await ReportedAsync(RegistrationSources.Program(statements, Marked + types));

        Assert.Equal(expected, string.Join(' ', reported.Select(text => text.Split(' ')[1]).Where(id => id is "GSDK3004" or "GSDK4012")));
    }

    [Theory]
    [InlineData("builder.Services.AddScoped<Tenant>();\nbuilder.Services.AddGrpcClient<Greeter.GreeterClient>().AddInterceptor<Auditing>();", "GrpcService", "GSDK3008")]
    [InlineData("builder.Services.AddScoped<Tenant>();", "GrpcService, GrpcInterceptor<Auditing>", "GSDK4015")]
    public async Task A_captive_dependency_is_reported_where_it_is_registered(string statements, string attributes, string expected)
    {
        var reported = await ReportedAsync(RegistrationSources.Program(statements, $$"""
            [{{attributes}}] public sealed class Api : Greeter.GreeterBase;
            public sealed class Tenant;
            public sealed class Auditing(Tenant tenant) : Interceptor { public Tenant Tenant => tenant; }
            """));

        Assert.Equal(expected, string.Join(' ', reported.Select(text => text.Split(' ')[1]).Where(id => id is "GSDK3008" or "GSDK4015")));
    }

    private static async Task<IEnumerable<string>> ReportedAsync(string source)
    {
        var options = TestStates.Enable(new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable), UsageRules.WithRegistration);
        var compilation = CSharpCompilation.Create(
            "Source", [CSharpSyntaxTree.ParseText(source), CSharpSyntaxTree.ParseText(GrpcReferences.GlobalUsings)], GrpcReferences.All, (CSharpCompilationOptions)options);
        Assert.Empty(compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        var diagnostics = await compilation.WithAnalyzers(UsageRules.WithRegistration).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        return diagnostics
            .Select(diagnostic => (Line: diagnostic.Location.GetLineSpan().StartLinePosition.Line + 1, diagnostic.Id))
            .OrderBy(found => found.Line).ThenBy(found => found.Id, StringComparer.Ordinal)
            .Select(found => $"{found.Line}: {found.Id}");
    }

    [GeneratedRegex(@"//(?: (GSDK\d+))+\s*$")]
    private static partial Regex Expectation();
}

internal static class EveryFault
{
    public static string Read()
    {
        using var reader = new StreamReader(typeof(EveryFault).Assembly.GetManifestResourceStream("Faults/EveryFault")!);
        return reader.ReadToEnd();
    }
}
