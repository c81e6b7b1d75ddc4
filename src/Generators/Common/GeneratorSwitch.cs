// MSBuild switches that turn a generator off: <GrpcSdkMocks>false</GrpcSdkMocks> and the like.
using Microsoft.CodeAnalysis;

namespace GrpcSdk.Generators.Common;

/// <summary>Whether a feature is on in this project, as a cacheable value.</summary>
internal static class GeneratorSwitch
{
    /// <summary>True unless the MSBuild property says <c>false</c>.</summary>
    public static IncrementalValueProvider<bool> IsOn(this IncrementalGeneratorInitializationContext context, string property) =>
        context.AnalyzerConfigOptionsProvider
            .Select((options, _) =>
                !options.GlobalOptions.TryGetValue($"build_property.{property}", out var value)
                || !value.Equals("false", StringComparison.OrdinalIgnoreCase))
            .WithTrackingName($"Switch.{property}");

    /// <summary>True when the compilation can see a type: generated code is only written when what it stands on exists.</summary>
    public static IncrementalValueProvider<bool> CanSee(this IncrementalGeneratorInitializationContext context, string metadataName) =>
        context.CompilationProvider
            .Select((compilation, _) => compilation.GetTypeByMetadataName(metadataName) is not null)
            .WithTrackingName($"CanSee.{metadataName}");
}
