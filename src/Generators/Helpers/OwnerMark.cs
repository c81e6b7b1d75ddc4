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
        IncrementalValuesProvider<ClientShape> adopted,
        IncrementalValueProvider<bool> areInternal)
    {
        // Helpers that only friends see are marked client by client, as those for clients of other assemblies: who does not
        // see them may write its own.
        var ownNames = own.Names();
        var any = ownNames.Combine(areInternal).Select(static (pair, _) => pair.Left.Count > 0 && !pair.Right);
        var names = adopted.Names().Combine(ownNames.Combine(areInternal))
            .Select(static (pair, _) => pair.Right.Right ? pair.Left.Concat(pair.Right.Left).ToEquatableArray() : pair.Left);
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

    private static IncrementalValueProvider<EquatableArray<string>> Names(this IncrementalValuesProvider<ClientShape> clients) =>
        clients.Select(static (client, _) => client.Client.Type).Collect().Select(static (types, _) => types.ToEquatableArray());
}
