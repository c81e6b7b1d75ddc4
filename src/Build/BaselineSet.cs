// Makes a proto set of the baseline directory: every .proto file below it, rooted there.

namespace GrpcSdk.Build;

/// <summary>The schema that the project's own is compared with.</summary>
internal static class BaselineSet
{
    /// <summary>The baseline's files with the import directories of the project's sets, but not their roots: what was deleted must not be found again.</summary>
    /// <returns>Null, with the reason reported, when there is nothing to compare with.</returns>
    public static ProtoSet? Find(string directory, IReadOnlyList<ProtoSet> sets, BuildReport report)
    {
        if (!Directory.Exists(directory))
        {
            report.BaselineIsMissing(directory);
            return null;
        }

        var files = Directory.GetFiles(directory, "*.proto", SearchOption.AllDirectories);
        if (files.Length == 0)
        {
            report.BaselineIsEmpty(directory);
            return null;
        }

        var roots = new HashSet<string>(sets.Select(set => set.Root), StringComparer.Ordinal);
        var imports = sets.SelectMany(set => set.ImportDirectories).Where(import => !roots.Contains(import)).Distinct(StringComparer.Ordinal);
        return ProtoSet.Create(directory, [directory, .. imports], files.Select(file => (file, false)));
    }
}
