using GrpcSdk.Schema.Breaking;
using GrpcSdk.Schema.Breaking.Own;
using GrpcSdk.Schema.Filtering;
using GrpcSdk.Schema.Pairing;

namespace GrpcSdk.Schema;

/// <summary>Runs the breaking rules: what <c>buf breaking</c> would report, and what our own rules do.</summary>
public static class SchemaBreaking
{
    /// <summary>
    /// Compares two schemas, module by module: each sees its own files and what they import. The findings point into the current one, are sorted by file, place and rule, and are the
    /// same for the same input.
    /// </summary>
    /// <param name="current">The schema as it is.</param>
    /// <param name="previous">The schema that clients and stored data know.</param>
    /// <param name="configuration">Which rules run.</param>
    /// <param name="excludeImports">Leave out findings in files that are only imported, as <c>buf breaking --exclude-imports</c> does.</param>
    /// <param name="origins">Whose rules: those of buf that the configuration selects, all of our own, or both.</param>
    /// <exception cref="SchemaImageException">The current image's source info, which is read only now, is damaged.</exception>
    public static IReadOnlyList<SchemaFinding> Run(
        SchemaImage current,
        SchemaImage previous,
        BufConfiguration configuration,
        bool excludeImports = false,
        RuleOrigins origins = RuleOrigins.Buf) =>
        Findings.Sort(ModuleScope.Of(previous, current, configuration).SelectMany(entry => Compare(entry.Module.Breaking, entry.Scope, excludeImports, origins)));

    private static IEnumerable<SchemaFinding> Compare(BreakingOptions options, ModuleScope scope, bool excludeImports, RuleOrigins origins)
    {
        var filter = new BreakingFilter(options, scope, excludeImports);
        var context = new BreakingContext(scope.Previous, scope.Current);
        var found = InParallel.Select([.. BreakingRules.All.Where(rule => (SchemaRules.Get(rule.Name).Origin & origins) != 0)], rule => Check(rule, context, options, filter)).SelectMany(findings => findings).ToList();
        return Repetitions.Without(found);
    }

    private static List<SchemaFinding> Check(BreakingRule rule, BreakingContext context, BreakingOptions options, BreakingFilter filter)
    {
        var findings = new List<SchemaFinding>();
        var schemaRule = SchemaRules.Get(rule.Name);
        if (options.Rules.Includes(schemaRule))
        {
            rule.Check(context, (location, previousFile, message) =>
            {
                if (filter.Keeps(schemaRule, location.File, previousFile))
                {
                    findings.Add(Findings.Create(schemaRule, message, location));
                }
            });
        }

        return findings;
    }
}
