// The severity presets in the package name every schema rule that runs by default; suggestions become warnings when strict. After a rule was added: GRPCSDK_UPDATE=1 dotnet test ...
using System.Runtime.CompilerServices;
using System.Text;
using GrpcSdk.Analyzers.Schema;
using Microsoft.CodeAnalysis;

namespace GrpcSdk.Analyzers.Tests.Schema;

public class SeverityPresetTests
{
    [Theory]
    [InlineData("none", "none", "silent")]
    [InlineData("strict", "error", "an error")]
    public void A_preset_names_every_schema_rule(string preset, string severity, string words)
    {
        var expected = Compose(preset, severity, words);
        var path = Path.Combine(RepositoryRoot(), "src", "Build", "buildTransitive", "config", $"GrpcSdk.{preset}.globalconfig");
        if (Environment.GetEnvironmentVariable("GRPCSDK_UPDATE") == "1")
        {
            File.WriteAllText(path, expected);
        }

        Assert.Equal(expected, File.ReadAllText(path));
    }

    private static string Compose(string preset, string severity, string words)
    {
        var text = new StringBuilder()
            .Append("# GrpcSdkSchemaSeverity=").Append(preset).Append(": every schema rule that runs is ").Append(words).Append(preset == "strict" ? "; what is a suggestion otherwise is a warning.\n" : ".\n")
            .Append("# A .globalconfig of yours counts more, because its global_level is higher.\n")
            .Append("is_global = true\n")
            .Append("global_level = -1\n\n");
        var rules = SchemaDescriptors.All.Where(descriptor => descriptor.IsEnabledByDefault && !descriptor.Id.StartsWith("GSDK0", StringComparison.Ordinal));
        foreach (var descriptor in rules.OrderBy(descriptor => descriptor.Id, StringComparer.Ordinal))
        {
            var value = preset == "strict" && descriptor.DefaultSeverity == DiagnosticSeverity.Info ? "warning" : severity;
            text.Append("dotnet_diagnostic.").Append(descriptor.Id).Append(".severity = ").Append(value).Append('\n');
        }

        return text.ToString();
    }

    private static string RepositoryRoot([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", ".."));
}
