using GrpcSdk.Schema.Model;
using GrpcSdk.Schema.Naming;

namespace GrpcSdk.Schema.Fixes;

/// <summary>Gives an RPC that returns google.protobuf.Empty an empty response of its own, below its service.</summary>
internal sealed class EmptyResponseFix : FixRule
{
    private const string Empty = "google.protobuf.Empty";
    private const string EmptyFile = "google/protobuf/empty.proto";

    public override IReadOnlyList<string> Rules { get; } = ["RPC_RESPONSE_NOT_EMPTY"];

    public override SchemaFix? Fix(FixContext context, SchemaFinding finding)
    {
        var method = context.Elements.OfType<ProtoMethod>().FirstOrDefault(candidate => candidate.File.Name == finding.File && candidate.OutputLocation.Span == finding.Span);
        if (method is null || context.SourceOf(method.File.Name) is not { } source || source.RangeOf(method.Service.Declaration) is not { } service)
        {
            return null;
        }

        var shortName = StringCase.Pascal(method.Name) + "Response";
        var name = new[] { shortName, StringCase.Pascal(method.Service.Name) + shortName }.FirstOrDefault(candidate => !IsTaken(context, method, candidate));
        return name is null ? null : Of(
            finding,
            $"Return an empty '{name}'",
            [
                .. source.Replace(method.OutputLocation, name),
                source.InsertLineBelow(service, $"// The response of {method.Name}.{source.NewLine}message {name} {{}}", apart: true),
                UnusedImport(context, source),
            ],
            context.ReleaseOf(method));
    }

    private static bool IsTaken(FixContext context, ProtoMethod method, string name) =>
        context.Elements.Any(element => element.Parent is null && element.Name == name && element.File.Package == method.File.Package);

    /// <summary>The import goes with its last use.</summary>
    private static TextEdit? UnusedImport(FixContext context, FixSource source)
    {
        var file = source.File;
        var index = file.Descriptor.Dependency.IndexOf(EmptyFile);
        var isUsed = context.References.Count(reference => reference.Source == source && reference.FullName == Empty) > 1;
        return index >= 0 && !isUsed && !file.Descriptor.PublicDependency.Contains(index) && source.RangeOf(file.ImportLocation(index)) is { } import
            ? source.Remove(import)
            : null;
    }
}
