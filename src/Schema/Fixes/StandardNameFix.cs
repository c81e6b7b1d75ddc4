using GrpcSdk.Schema.Model;
using GrpcSdk.Schema.Naming;

namespace GrpcSdk.Schema.Fixes;

/// <summary>Renames a request or response message after the one RPC that uses it.</summary>
internal sealed class StandardNameFix : FixRule
{
    public override IReadOnlyList<string> Rules { get; } = ["RPC_REQUEST_STANDARD_NAME", "RPC_RESPONSE_STANDARD_NAME"];

    public override SchemaFix? Fix(FixContext context, SchemaFinding finding)
    {
        var isRequest = finding.Rule.Name == "RPC_REQUEST_STANDARD_NAME";
        var methods = context.Elements.OfType<ProtoMethod>().ToList();
        var method = methods.Find(candidate => candidate.File.Name == finding.File && (isRequest ? candidate.InputLocation : candidate.OutputLocation).Span == finding.Span);
        if (method is null || context.Shapes.Find(isRequest ? method.InputType : method.OutputType) is not { } message || context.SourceOf(message.File.Name) is null)
        {
            return null;
        }

        // What several RPCs share, or a field holds, is named after what it is.
        var uses = methods.SelectMany(user => new[] { user.InputType, user.OutputType })
            .Concat(context.Elements.OfType<ProtoField>().Select(field => field.TypeName))
            .Count(type => type == message.FullName);
        var name = StringCase.Pascal(method.Name) + (isRequest ? "Request" : "Response");
        return uses == 1 ? Of(finding, $"Rename '{message.Name}' to '{name}'", Rename.Edits(context, message, name), context.ReleaseOf(message)) : null;
    }
}
