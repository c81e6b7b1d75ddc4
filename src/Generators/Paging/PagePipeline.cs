// Clients in, pagers and diagnostics out.
using System.Collections.Immutable;
using GrpcSdk.Generators.Common;
using GrpcSdk.Generators.Helpers;
using Microsoft.CodeAnalysis;

namespace GrpcSdk.Generators.Paging;

/// <summary>The paging part of the helpers generator.</summary>
internal static class PagePipeline
{
    private const string OverrideAttribute = "GrpcSdk.GrpcPageAttribute`1";

    public static void Register(
        IncrementalGeneratorInitializationContext context,
        IncrementalValuesProvider<ClientShape> clients,
        IncrementalValueProvider<EquatableArray<PageOverride>> overrides)
    {
        var withOverrides = clients.Combine(overrides);
        var paged = withOverrides
            .Select(static (pair, _) => Model(pair.Left, pair.Right))
            .Where(static model => model.Pages.Count > 0)
            .WithTrackingName(HelperSteps.PagedClients);
        context.RegisterSourceOutput(paged, static (output, model) =>
            output.AddSource(CSharpName.HintName(model.Client.Type, "Paging"), PageEmitter.Emit(model)));

        var diagnostics = withOverrides
            .SelectMany(static (pair, _) => Diagnose(pair.Left, pair.Right).ToImmutableArray())
            .WithTrackingName(HelperSteps.PagingDiagnostics);
        context.RegisterSourceOutput(diagnostics, static (output, diagnostic) => output.ReportDiagnostic(diagnostic.ToDiagnostic()));
    }

    /// <summary>What <c>[assembly: GrpcPage&lt;TClient&gt;]</c> attributes say, all of them.</summary>
    public static IncrementalValueProvider<EquatableArray<PageOverride>> PageOverrides(this IncrementalGeneratorInitializationContext context) =>
        context.SyntaxProvider
            .ForAttributeWithMetadataName(
                OverrideAttribute,
                static (_, _) => true,
                static (syntax, token) => syntax.Attributes.Select(a => ParseOverride(a, token)).OfType<PageOverride>().ToEquatableArray())
            .Collect()
            .Select(static (perFile, _) => perFile.SelectMany(o => o).ToEquatableArray())
            .WithTrackingName(HelperSteps.PageOverrides);

    private static PagedClientModel Model(ClientShape client, EquatableArray<PageOverride> overrides) => new(
        client.Client,
        client.HelperNamespace,
        client.IsPublic,
        client.Rpcs.Select(rpc => PageDetector.Detect(rpc, client, Find(overrides, client, rpc)).Shape).OfType<PageShape>().ToEquatableArray());

    private static IEnumerable<DiagnosticInfo> Diagnose(ClientShape client, EquatableArray<PageOverride> overrides)
    {
        foreach (var rpc in client.Rpcs)
        {
            // What an attribute says is judged at the attribute.
            if (Find(overrides, client, rpc) is null && PageDetector.Detect(rpc, client).NearMiss is { } reason)
            {
                yield return DiagnosticInfo.Create(PagingRules.NearMiss, rpc.Location, rpc.Name, "a paginated list", $"'{rpc.Name}Paged'", reason);
            }
        }

        foreach (var wish in overrides.Where(o => o.Client == client.Client.Type))
        {
            foreach (var problem in ProblemsOf(wish, client))
            {
                yield return DiagnosticInfo.Create(PagingRules.UnknownName, wish.Location, wish.Method, problem);
            }
        }
    }

    private static IEnumerable<string> ProblemsOf(PageOverride wish, ClientShape client)
    {
        if (client.Rpcs.FirstOrDefault(r => r.Name == wish.Method) is not { } rpc)
        {
            yield return $"{client.Client.ServiceName} has no such RPC";
            yield break;
        }

        var misfits = PageDetector.MisfitsOf(wish, rpc, new PageFieldFinder(client)).ToList();
        foreach (var misfit in misfits)
        {
            yield return misfit;
        }

        if (misfits.Count == 0 && PageDetector.Detect(rpc, client, wish).NearMiss is { } reason)
        {
            yield return reason;
        }
    }

    private static PageOverride? Find(EquatableArray<PageOverride> overrides, ClientShape client, RpcShape rpc) =>
        overrides.FirstOrDefault(o => o.Client == client.Client.Type && o.Method == rpc.Name);

    private static PageOverride? ParseOverride(AttributeData attribute, CancellationToken cancellationToken)
    {
        if (attribute.AttributeClass is not { TypeArguments: [INamedTypeSymbol client] }
            || attribute.ConstructorArguments is not [{ Value: string method }])
        {
            return null;
        }

        string? Text(string name) => attribute.NamedArguments.FirstOrDefault(a => a.Key == name).Value.Value as string;
        return new PageOverride(
            client.Qualified(),
            method,
            Text("Items"),
            Text("Size"),
            Text("Token"),
            Text("NextToken"),
            attribute.NamedArguments.Any(a => a is { Key: "Ignore", Value.Value: true }),
            LocationInfo.From(attribute, cancellationToken));
    }
}
