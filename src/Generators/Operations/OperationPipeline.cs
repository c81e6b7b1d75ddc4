// Clients in, operation helpers out.
using GrpcSdk.Generators.Common;
using GrpcSdk.Generators.Helpers;
using Microsoft.CodeAnalysis;

namespace GrpcSdk.Generators.Operations;

/// <summary>The operation part of the helpers generator.</summary>
internal static class OperationPipeline
{
    public static void Register(IncrementalGeneratorInitializationContext context, IncrementalValuesProvider<ClientShape> clients)
    {
        var operations = clients
            .Select(static (client, _) => OperationDetector.Detect(client))
            .Where(static model => model.Pollers.Count > 0 || model.Begins.Count > 0)
            .WithTrackingName(HelperSteps.OperationClients);
        context.RegisterSourceOutput(operations, static (output, model) =>
            output.AddSource(CSharpName.HintName(model.Client.Type, "Operations"), OperationEmitter.Emit(model)));
    }
}
