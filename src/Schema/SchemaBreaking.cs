using GrpcSdk.Schema.Breaking;
using GrpcSdk.Schema.Filtering;
using GrpcSdk.Schema.Model;

namespace GrpcSdk.Schema;

/// <summary>Runs the breaking rules: what <c>buf breaking</c> would report.</summary>
public static class SchemaBreaking
{
    /// <summary>
    /// Compares two schemas. The findings point into the current one, are sorted by file, place and rule, and are the
    /// same for the same input.
    /// </summary>
    /// <param name="current">The schema as it is.</param>
    /// <param name="previous">The schema that clients and stored data know.</param>
    /// <param name="configuration">Which rules run.</param>
    /// <param name="excludeImports">Leave out findings in files that are only imported, as <c>buf breaking --exclude-imports</c> does.</param>
    public static IReadOnlyList<SchemaFinding> Run(
        SchemaImage current,
        SchemaImage previous,
        BufConfiguration configuration,
        bool excludeImports = false) =>
        Findings.From(configuration.Modules.SelectMany(module => Compare(current, previous, module, excludeImports)));

    private static List<Annotation> Compare(SchemaImage current, SchemaImage previous, BufModule module, bool excludeImports)
    {
        var filter = new BreakingFilter(module.Breaking, ModuleFiles.PathsOf(current, module), excludeImports);
        var context = new BreakingContext(previous.Files, current.Files);
        var annotations = new List<Annotation>();
        foreach (var rule in BreakingRules.All)
        {
            var schemaRule = SchemaRules.Get(rule.Name);
            if (module.Breaking.Rules.Includes(schemaRule))
            {
                rule.Check(context, (location, previousFile, message) =>
                    annotations.Add(new Annotation(schemaRule, message, location, previousFile)));
            }
        }

        return annotations.FindAll(filter.Keeps);
    }
}
