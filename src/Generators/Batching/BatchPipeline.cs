// Clients in, batch helpers out.
using GrpcSdk.Generators.Common;
using GrpcSdk.Generators.Helpers;
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
    }

    private static BatchClientModel Model(ClientShape client)
    {
        var shapes = client.Rpcs.Select(rpc => BatchDetector.Detect(rpc, client)).OfType<BatchShape>().ToList();
        // Two batches of one item type would both make CreateXLoader: the first has it.
        var loaders = new HashSet<string>();
        return new BatchClientModel(
            client.Client,
            client.HelperNamespace,
            client.IsPublic,
            shapes.Select(s => s.SingleGet is null || loaders.Add(s.ItemName) ? s : s with { SingleGet = null }).ToEquatableArray());
    }
}
