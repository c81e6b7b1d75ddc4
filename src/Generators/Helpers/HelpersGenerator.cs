// The generator of paging, batch, stream and operation helpers, as a table of contents: which clients, what they look like, what is written.
using GrpcSdk.Generators.Batching;
using GrpcSdk.Generators.Common;
using GrpcSdk.Generators.Operations;
using GrpcSdk.Generators.Paging;
using GrpcSdk.Generators.Streams;
using Microsoft.CodeAnalysis;

namespace GrpcSdk.Generators.Helpers;

/// <summary>Writes helpers for the clients of this compilation and for those adopted with <c>[GrpcHelpers]</c>.</summary>
[Generator]
public sealed class HelpersGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var isOn = context.IsOn("GrpcSdkPaging")
            .Combine(context.CanSee("GrpcSdk.Paging.PagedCall`3"))
            .Select(static (both, _) => both.Left && both.Right)
            .WithTrackingName(HelperSteps.IsOn);
        var areInternal = context.HelpersAreInternal();
        var own = context.ForEachClientInSource(static (client, compilation, token) => ShapeParser.Parse(client, compilation, null, token), HelperSteps.OwnClients)
            .When(isOn)
            .HiddenWhen(areInternal);
        var adopted = context.AdoptedClients().When(isOn);
        var overrides = context.PageOverrides();

        OwnerMark.Register(context, own, adopted, areInternal);
        PagePipeline.Register(context, own, overrides);
        PagePipeline.Register(context, adopted, overrides);
        BatchPipeline.Register(context, own);
        BatchPipeline.Register(context, adopted);
        StreamPipeline.Register(context, own);
        StreamPipeline.Register(context, adopted);
        OperationPipeline.Register(context, own);
        OperationPipeline.Register(context, adopted);
    }
}

/// <summary>The names of the pipeline's steps, as tests see them.</summary>
internal static class HelperSteps
{
    public const string IsOn = "Helpers.IsOn";
    public const string OwnClients = "Helpers.OwnClients";
    public const string AdoptedClients = "Helpers.AdoptedClients";
    public const string EnabledClients = "Helpers.EnabledClients";
    public const string PageOverrides = "Paging.Overrides";
    public const string PagedClients = "Paging.Clients";
    public const string PagingDiagnostics = "Paging.Diagnostics";
    public const string BatchClients = "Batching.Clients";
    public const string BatchDiagnostics = "Batching.Diagnostics";
    public const string OperationClients = "Operations.Clients";
    public const string StreamClients = "Streams.Clients";
    public const string Mark = "Helpers.Mark";
    public const string Accessibility = "Helpers.Accessibility";
    public const string HiddenClients = "Helpers.HiddenClients";

    /// <summary>Passes clients on only while a switch is on.</summary>
    public static IncrementalValuesProvider<ClientShape> When(this IncrementalValuesProvider<ClientShape> clients, IncrementalValueProvider<bool> isOn) =>
        clients.Combine(isOn)
            .Where(static pair => pair.Right)
            .Select(static (pair, _) => pair.Left)
            .WithTrackingName(EnabledClients);
}
