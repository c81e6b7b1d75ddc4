// Clients in, batch helpers and near misses out.
using System.Collections.Immutable;
using GrpcSdk.Generators.Common;
using GrpcSdk.Generators.Helpers;
using GrpcSdk.Generators.Paging;
using Microsoft.CodeAnalysis;

namespace GrpcSdk.Generators.Batching;

/// <summary>The batch part of the helpers generator.</summary>
internal static class BatchPipeline
{
    public static void Register(IncrementalGeneratorInitializationContext context, IncrementalValuesProvider<ClientShape> clients)
    {
        var batches = clients
            .Select(static (client, _) => Model(client))
            .Where(static model => model.Batches.Count > 0)
            .WithTrackingName(HelperSteps.BatchClients);
        context.RegisterSourceOutput(batches, static (output, model) =>
            output.AddSource(CSharpName.HintName(model.Client.Type, "Batching"), BatchEmitter.Emit(model)));

        var diagnostics = clients
            .SelectMany(static (client, _) => Diagnose(client).ToImmutableArray())
            .WithTrackingName(HelperSteps.BatchDiagnostics);
        context.RegisterSourceOutput(diagnostics, static (output, diagnostic) => output.ReportDiagnostic(diagnostic.ToDiagnostic()));
    }

    private static BatchClientModel Model(ClientShape client)
    {
        var shapes = client.Rpcs.Select(rpc => BatchDetector.Detect(rpc, client).Shape).OfType<BatchShape>().ToList();
        // Two batches of one item type would both make CreateXLoader: the first has it.
        var loaders = new HashSet<string>();
        return new BatchClientModel(
            client.Client,
            client.HelperNamespace,
            client.IsPublic,
            shapes.Select(s => s.SingleGet is null || loaders.Add(s.ItemName) ? s : s with { SingleGet = null }).ToEquatableArray());
    }

    private static IEnumerable<DiagnosticInfo> Diagnose(ClientShape client)
    {
        foreach (var rpc in client.Rpcs)
        {
            var finding = BatchDetector.Detect(rpc, client);
            if (finding.NearMiss is { } reason)
            {
                yield return DiagnosticInfo.Create(PagingRules.NearMiss, rpc.Location, rpc.Name, "a batch", "helper", reason);
            }

            if (finding.LoaderNearMiss is var (get, miss))
            {
                yield return DiagnosticInfo.Create(PagingRules.NearMiss, client.Rpcs.First(r => r.Name == get).Location, get, $"a get of '{rpc.Name}'", "loader", miss);
            }
        }
    }
}
