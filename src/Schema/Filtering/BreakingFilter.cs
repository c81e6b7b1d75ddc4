using GrpcSdk.Schema.Model;
using GrpcSdk.Schema.Naming;

namespace GrpcSdk.Schema.Filtering;

/// <summary>
/// Drops what the breaking section does not want to hear of. A finding concerns the file that has the element now and
/// the one that had it before: either can drop it.
/// </summary>
internal sealed class BreakingFilter(BreakingOptions options, Dictionary<ProtoFile, string> modulePaths, bool excludeImports)
{
    private readonly Dictionary<string, string> _pathsByName =
        modulePaths.ToDictionary(entry => entry.Key.Name, entry => entry.Value, StringComparer.Ordinal);

    public bool Keeps(Annotation annotation) =>
        !Drops(annotation.Rule, annotation.Location.File) && !Drops(annotation.Rule, annotation.PreviousFile);

    private bool Drops(SchemaRule rule, ProtoFile? file) =>
        file is not null
        && (options.Rules.Ignores(rule, PathOf(file))
            || (excludeImports && !file.IsTarget)
            || (options.IgnoreUnstablePackages && PackageVersion.StabilityOf(file.Package) == PackageStability.Unstable));

    /// <summary>A file of the previous schema, or an import, has no place in the module: its name stands for it.</summary>
    private string PathOf(ProtoFile file) => _pathsByName.TryGetValue(file.Name, out var path) ? path : file.Name;
}
