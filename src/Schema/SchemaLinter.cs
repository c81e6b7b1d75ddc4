using GrpcSdk.Schema.Filtering;
using GrpcSdk.Schema.Lint;
using GrpcSdk.Schema.Model;

namespace GrpcSdk.Schema;

/// <summary>Runs the lint rules: what <c>buf lint</c> would report.</summary>
public static class SchemaLinter
{
    /// <summary>
    /// Checks the image's targets, module by module. The findings are sorted by file, place and rule, and are the same
    /// for the same input. Targets that no module of the configuration holds are not checked.
    /// </summary>
    public static IReadOnlyList<SchemaFinding> Run(SchemaImage image, BufConfiguration configuration) =>
        Findings.From(configuration.Modules.SelectMany(module => Check(image, configuration, module)));

    private static List<Annotation> Check(SchemaImage image, BufConfiguration configuration, BufModule module)
    {
        var annotations = new List<Annotation>();
        var paths = ModuleFiles.Of(configuration, module).PathsOf(image);
        if (paths.Count == 0)
        {
            return annotations;
        }

        var context = new LintContext(image, module.Lint, paths);
        foreach (var rule in LintRules.All)
        {
            var schemaRule = SchemaRules.Get(rule.Name);
            if (module.Lint.Rules.Includes(schemaRule))
            {
                rule.Check(context, Report(schemaRule));
            }
        }

        return annotations;

        LintReport Report(SchemaRule rule) => (location, message) =>
        {
            var ignored = location.File is { } file && module.Lint.Rules.Ignores(rule, paths[file]);
            if (!ignored && !(module.Lint.CommentIgnores && CommentIgnores.Silence(rule, location)))
            {
                annotations.Add(new Annotation(rule, message, location));
            }
        };
    }
}
