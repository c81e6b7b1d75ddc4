// <GrpcSdkHelperAccessibility>: whether helpers for the project's own clients widen its public API.
using GrpcSdk.Generators.Common;
using Microsoft.CodeAnalysis;

namespace GrpcSdk.Generators.Helpers;

/// <summary>Helpers are public where their client is, unless the project keeps them to itself.</summary>
internal static class HelperAccessibility
{
    /// <summary>The property says <c>internal</c>.</summary>
    public static IncrementalValueProvider<bool> HelpersAreInternal(this IncrementalGeneratorInitializationContext context) =>
        context.AnalyzerConfigOptionsProvider
            .Select(static (options, _) =>
                options.GlobalOptions.TryGetValue("build_property.GrpcSdkHelperAccessibility", out var value)
                && value.Equals("internal", StringComparison.OrdinalIgnoreCase))
            .WithTrackingName(HelperSteps.Accessibility);

    /// <summary>The clients, with helpers that only this assembly sees while the property says so.</summary>
    public static IncrementalValuesProvider<ClientShape> HiddenWhen(this IncrementalValuesProvider<ClientShape> clients, IncrementalValueProvider<bool> areInternal) =>
        clients.Combine(areInternal)
            .Select(static (pair, _) => pair.Right ? pair.Left with { IsPublic = false } : pair.Left)
            .WithTrackingName(HelperSteps.HiddenClients);
}
