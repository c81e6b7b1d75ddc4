using GrpcSdk.Schema.Model;
using GrpcSdk.Schema.Naming;
using GrpcSdk.Schema.Pairing;

namespace GrpcSdk.Schema.Filtering;

/// <summary>
/// Drops what the breaking section does not want to hear of. A finding concerns the file that has the element now and
/// the one that had it before: either can drop it.
/// </summary>
internal sealed class BreakingFilter(BreakingOptions options, ModuleScope scope, bool excludeImports)
{
    public bool Keeps(SchemaRule rule, ProtoFile? current, ProtoFile? previous) =>
        !Drops(rule, current) && !Drops(rule, previous) && !(current is not null && scope.IsCompilers(current));

    private bool Drops(SchemaRule rule, ProtoFile? file) =>
        file is not null
        && (options.Rules.Ignores(rule, scope.PathOf(file))
            || (excludeImports && scope.IsImport(file))
            || (options.IgnoreUnstablePackages && PackageVersion.StabilityOf(file.Package) == PackageStability.Unstable));
}
