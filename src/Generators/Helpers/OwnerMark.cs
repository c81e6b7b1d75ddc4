// The assembly attribute that says whose helpers this assembly holds, so that its consumers write none of their own.
using GrpcSdk.Generators.Common;
using Microsoft.CodeAnalysis;

namespace GrpcSdk.Generators.Helpers;

/// <summary>Writes <c>[assembly: GeneratedGrpcHelpers]</c>.</summary>
internal static class OwnerMark
{
    public static void Register(
        IncrementalGeneratorInitializationContext context,
        IncrementalValuesProvider<ClientShape> own,
        IncrementalValuesProvider<ClientShape> adopted)
    {
        var any = own.Collect().Select(static (clients, _) => clients.Length > 0);
        var names = adopted.Select(static (client, _) => client.Client.Type).Collect().Select(static (types, _) => types.ToEquatableArray());
        var marks = any.Combine(names).WithTrackingName(HelperSteps.Mark);
        context.RegisterSourceOutput(marks, static (output, pair) =>
        {
            var (ownClients, adoptedClients) = pair;
            if (!ownClients && adoptedClients.Count == 0)
            {
                return;
            }

            var writer = SourceWriter.ForFile();
            if (ownClients)
            {
                writer.Line("[assembly: global::GrpcSdk.GeneratedGrpcHelpers]");
            }

            foreach (var client in adoptedClients)
            {
                writer.Line($"[assembly: global::GrpcSdk.GeneratedGrpcHelpers(typeof({client}))]");
            }

            output.AddSource("GrpcSdk.HelpersMark.g.cs", writer.ToString());
        });
    }
}
