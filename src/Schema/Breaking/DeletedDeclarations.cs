using GrpcSdk.Schema.Model;
using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Breaking;

/// <summary>Finds declarations whose name within the package (<c>Outer.Inner</c>) is gone.</summary>
internal static class DeletedDeclarations
{
    /// <summary>Reports what a file has lost, also when another file has it now.</summary>
    public static void ReportByFile(
        BreakingContext context, BreakingReport report, string kind, Func<ProtoFile, IEnumerable<ProtoElement>> declarations)
    {
        foreach (var (previous, current) in context.Files)
        {
            var names = NamesOf(declarations(current));
            foreach (var deleted in declarations(previous).Where(declaration => !names.Contains(declaration.NestedName)))
            {
                report(Remainder(current, deleted, current.FindMessage), previous, $"Previously present {kind} {Quote(deleted.NestedName)} was deleted from file.");
            }
        }
    }

    /// <summary>Reports what a package has lost in all of its files.</summary>
    /// <param name="context">Both schemas.</param>
    /// <param name="report">Where to report.</param>
    /// <param name="kind">What the declarations are called.</param>
    /// <param name="declarations">The declarations of a file.</param>
    /// <param name="evenTheLast">Whether buf notices when the package has no such declaration left.</param>
    /// <param name="followScope">Whether buf looks for the enclosing message in all files of the package, not only in the previous one.</param>
    public static void ReportByPackage(
        BreakingContext context,
        BreakingReport report,
        string kind,
        Func<ProtoFile, IEnumerable<ProtoElement>> declarations,
        bool evenTheLast = false,
        bool followScope = false)
    {
        foreach (var package in context.Packages.Where(package => package.Current.Count > 0))
        {
            var names = NamesOf(package.Current.SelectMany(declarations));
            if (names.Count == 0 && !evenTheLast)
            {
                continue;
            }

            foreach (var deleted in package.Previous.SelectMany(declarations).Where(declaration => !names.Contains(declaration.NestedName)))
            {
                report(
                    context.CurrentFiles.TryGetValue(deleted.File.Name, out var file)
                        ? Remainder(file, deleted, followScope ? package.FindCurrentMessage : file.FindMessage)
                        : SourceLocation.None,
                    deleted.File,
                    $"Previously present {kind} {Quote(deleted.NestedName)} was deleted from package {Quote(package.Name)}.");
            }
        }
    }

    /// <summary>The innermost enclosing message that is still there, otherwise the file.</summary>
    private static SourceLocation Remainder(ProtoFile file, ProtoElement deleted, Func<string, ProtoMessage?> find)
    {
        for (var scope = deleted.Parent; scope is not null; scope = scope.Parent)
        {
            if (find(scope.NestedName) is { } message)
            {
                return message.Declaration;
            }
        }

        return file.Whole;
    }

    private static HashSet<string> NamesOf(IEnumerable<ProtoElement> declarations) =>
        new(declarations.Select(declaration => declaration.NestedName), StringComparer.Ordinal);
}
