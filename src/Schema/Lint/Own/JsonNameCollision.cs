using GrpcSdk.Schema.Model;
using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Lint.Own;

/// <summary>
/// JSON_NAME_COLLISION: no field is called in JSON what another one is called, in JSON or in the .proto, because parsers
/// take both (https://protobuf.dev/programming-guides/json/). protoc compares JSON names only, and in proto2 it only warns.
/// </summary>
internal sealed class JsonNameCollision : LintRule
{
    public override string Name => "JSON_NAME_COLLISION";

    public override void Check(LintContext context, LintReport report)
    {
        foreach (var message in context.Messages.Where(message => !message.IsMapEntry))
        {
            var owners = new Dictionary<string, ProtoField>(StringComparer.Ordinal);
            foreach (var field in message.Fields)
            {
                foreach (var name in new[] { field.Name, field.Descriptor.JsonName }.Distinct())
                {
                    if (!owners.TryGetValue(name, out var other))
                    {
                        owners.Add(name, field);
                    }
                    else
                    {
                        report(field.NameLocation, $"In JSON, {Quote(name)} means field {Quote(field.Name)} as well as field {Quote(other.Name)}.");
                        break;
                    }
                }
            }
        }
    }
}
