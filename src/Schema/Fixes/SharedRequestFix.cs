using GrpcSdk.Schema.Model;
using GrpcSdk.Schema.Naming;

namespace GrpcSdk.Schema.Fixes;

/// <summary>
/// Splits a request that several RPCs share: an RPC gets a copy under its own name, with the comments. The one that the
/// message is named after, otherwise the first, keeps it.
/// </summary>
internal sealed class SharedRequestFix : FixRule
{
    public override IReadOnlyList<string> Rules { get; } = ["RPC_REQUEST_RESPONSE_UNIQUE"];

    public override SchemaFix? Fix(FixContext context, SchemaFinding finding)
    {
        var methods = context.Elements.OfType<ProtoMethod>().ToList();
        if (context.Declared<ProtoMethod>(finding) is not { } method
            || !finding.Message.StartsWith($"\"{method.InputType}\" is used as the request", StringComparison.Ordinal)
            || methods.Any(other => other.OutputType == method.InputType)
            || methods.Count(other => other.InputType == method.InputType) < 2
            || context.Shapes.Find(method.InputType) is not { Parent: null } message
            || message.File != method.File
            || context.SourceOf(method.File.Name) is not { } source
            || source.RangeOf(message.Declaration) is not { } declaration
            || source.RangeOf(message.NameLocation) is not { } nameRange)
        {
            return null;
        }

        var name = StringCase.Pascal(method.Name) + "Request";
        var owner = methods.Find(other => message.Name == StringCase.Pascal(other.Name) + "Request" && other.InputType == message.FullName)
            ?? methods.Find(other => other.InputType == message.FullName);
        if (method == owner || context.Elements.Any(element => element.Parent is null && element.Name == name && element.File.Package == method.File.Package))
        {
            return null;
        }

        var text = source.TextOf(declaration);
        var copy = text.Substring(0, nameRange.Start - declaration.Start) + name + text.Substring(nameRange.End - declaration.Start);
        var comment = message.LeadingComment.Length == 0 ? "" : string.Concat(message.LeadingComment.TrimEnd('\n').Split('\n').Select(line => "//" + line.TrimEnd() + source.NewLine));
        return Of(
            finding,
            $"Give '{method.Name}' a request of its own",
            [.. source.Replace(method.InputLocation, name), source.Insert(declaration.End, source.NewLine + source.NewLine + comment + copy)],
            context.ReleaseOf(method));
    }
}
