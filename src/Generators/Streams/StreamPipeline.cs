// Clients in, stream helpers out.
using GrpcSdk.Generators.Common;
using GrpcSdk.Generators.Helpers;
using Microsoft.CodeAnalysis;

namespace GrpcSdk.Generators.Streams;

/// <summary>The stream part of the helpers generator.</summary>
internal static class StreamPipeline
{
    public static void Register(IncrementalGeneratorInitializationContext context, IncrementalValuesProvider<ClientShape> clients)
    {
        var streams = clients
            .Select(static (client, _) => StreamDetector.Detect(client))
            .Where(static model => model.Sends.Count > 0 || model.Resumes.Count > 0)
            .WithTrackingName(HelperSteps.StreamClients);
        context.RegisterSourceOutput(streams, static (output, model) =>
            output.AddSource(CSharpName.HintName(model.Client.Type, "Streams"), StreamEmitter.Emit(model)));
    }
}
