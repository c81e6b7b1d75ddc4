using GrpcSdk.Schema.Filtering;
using GrpcSdk.Schema.Lint;
using GrpcSdk.Schema.Model;

namespace GrpcSdk.Schema;

/// <summary>Runs the lint rules: what <c>buf lint</c> would report, and what our own rules do.</summary>
public static class SchemaLinter
{
    /// <summary>
    /// Checks the image's targets, module by module. The findings are sorted by file, place and rule, and are the same
    /// for the same input. Targets that no module of the configuration holds are not checked. Own rules run whatever
    /// buf.yaml selects, also those that are off by default: who asks for them decides by severity.
    /// </summary>
    /// <exception cref="SchemaImageException">The image's source info, which is read only now, is damaged.</exception>
    public static IReadOnlyList<SchemaFinding> Run(SchemaImage image, BufConfiguration configuration, RuleOrigins origins = RuleOrigins.Buf) =>
        Findings.Sort(configuration.Modules.SelectMany(module => Check(image, configuration, module, origins)));

    private static IEnumerable<SchemaFinding> Check(SchemaImage image, BufConfiguration configuration, BufModule module, RuleOrigins origins)
    {
        var paths = ModuleFiles.Of(configuration, module).PathsOf(image);
        if (paths.Count == 0)
        {
            return [];
        }

        var context = new LintContext(image, module.Lint, paths);
        var ignores = new CommentIgnores();
        InParallel.ForEach(context.Files, file => file.ReadSourceInfo());
        return InParallel.Select([.. LintRules.All.Where(rule => (SchemaRules.Get(rule.Name).Origin & origins) != 0)], rule => Check(rule, context, ignores)).SelectMany(findings => findings);
    }

    private static List<SchemaFinding> Check(LintRule rule, LintContext context, CommentIgnores ignores)
    {
        var findings = new List<SchemaFinding>();
        var options = context.Options;
        var schemaRule = SchemaRules.Get(rule.Name);
        if (options.Rules.Includes(schemaRule))
        {
            rule.Check(context, (location, message) =>
            {
                if (location is { File: not null, Span: null } && NeedsSource(schemaRule))
                {
                    return;
                }

                var ignored = location.File is { } file && options.Rules.Ignores(schemaRule, context.PathOf(file));
                if (!ignored && !(options.CommentIgnores && ignores.Silence(schemaRule, location)))
                {
                    findings.Add(Findings.Create(schemaRule, message, location));
                }
            });
        }

        return findings;
    }

    /// <summary>In an image without source info nobody can tell a missing comment, or an import that only the text uses; nor does buf.</summary>
    private static bool NeedsSource(SchemaRule rule) =>
        rule.Name == "IMPORT_USED" || rule.Name.StartsWith("COMMENT_", StringComparison.Ordinal);
}
