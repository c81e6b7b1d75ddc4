using System.Text.RegularExpressions;
using GrpcSdk.Schema.Breaking;
using GrpcSdk.Schema.Catalogue;
using GrpcSdk.Schema.Lint;
using GrpcSdk.Schema.Tests.Tooling;

namespace GrpcSdk.Schema.Tests;

/// <summary>The catalogue is complete and its ids never move.</summary>
public sealed class SchemaRulesTests
{
    [Fact]
    public void Every_lint_rule_is_implemented_once() =>
        Assert.Equal(NamesOf(SchemaRuleKind.Lint), LintRules.All.Select(rule => rule.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_lint_rule_has_a_fixture_in_which_it_fires() =>
        Assert.Equal(NamesOf(SchemaRuleKind.Lint, RuleOrigins.Buf), FixtureRules("Lint"));

    [Fact]
    public void Every_lint_rule_has_a_fixture_in_which_it_is_silent() =>
        Assert.Equal(NamesOf(SchemaRuleKind.Lint, RuleOrigins.Buf), FixtureRules("SilentLint"));

    [Fact]
    public void Every_breaking_rule_is_implemented_once() =>
        Assert.Equal(NamesOf(SchemaRuleKind.Breaking), BreakingRules.All.Select(rule => rule.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_breaking_rule_has_a_fixture_in_which_it_fires() =>
        Assert.Equal(NamesOf(SchemaRuleKind.Breaking, RuleOrigins.Buf), FixtureRules("Breaking"));

    [Fact]
    public void Every_breaking_rule_has_a_fixture_in_which_it_is_silent() =>
        Assert.Equal(NamesOf(SchemaRuleKind.Breaking, RuleOrigins.Buf), FixtureRules("SilentBreaking"));

    [Fact]
    public void Every_own_rule_has_a_fixture()
    {
        Assert.Equal(NamesOf(SchemaRuleKind.Lint, RuleOrigins.Own), FixtureRules("OwnLint"));
        Assert.Equal(NamesOf(SchemaRuleKind.Breaking, RuleOrigins.Own), FixtureRules("OwnBreaking"));
    }

    [Fact]
    public void Ids_are_unique_and_in_the_range_of_their_kind()
    {
        Assert.Equal(SchemaRules.All.Count, SchemaRules.All.Select(rule => rule.DiagnosticId).Distinct().Count());
        Assert.All(SchemaRules.All, rule => Assert.Matches(
            $"^GSDK{(rule.Kind == SchemaRuleKind.Lint ? 1 : 2)}{(rule.Origin == RuleOrigins.Buf ? "[0-4]" : "[5-9]")}\\d\\d$", rule.DiagnosticId));
    }

    [Theory]
    [InlineData("COMMENT_ENUM", "GSDK1001")]
    [InlineData("ENUM_ZERO_VALUE_SUFFIX", "GSDK1014")]
    [InlineData("SYNTAX_SPECIFIED", "GSDK1045")]
    [InlineData("SYNTAX_PROTO3_OR_EDITION", "GSDK1501")]
    [InlineData("STREAM_CAN_RESUME", "GSDK1514")]
    [InlineData("CSHARP_SAME_NAMESPACE", "GSDK2501")]
    [InlineData("OPERATION_NO_DELETE", "GSDK2513")]
    [InlineData("ENUM_NO_DELETE", "GSDK2001")]
    [InlineData("FIELD_NO_DELETE", "GSDK2010")]
    [InlineData("SERVICE_NO_DELETE", "GSDK2064")]
    public void Ids_stay_what_they_are(string name, string id) => Assert.Equal(id, SchemaRules.Get(name).DiagnosticId);

    /// <summary>What loses data or breaks clients that are out there; for the other rules a team may have its reasons.</summary>
    [Fact]
    public void A_rule_is_an_error_when_it_guards_the_wire_numbers_reservations_or_zero_values_and_else_a_warning()
    {
        string[] errors =
        [
            "ENUM_FIRST_VALUE_ZERO", "ENUM_ZERO_VALUE_SUFFIX",
            "ENUM_VALUE_NO_DELETE_UNLESS_NAME_RESERVED", "FIELD_NO_DELETE_UNLESS_NAME_RESERVED",
            "ENUM_VALUE_SAME_NAME", "FIELD_SAME_NAME", "FIELD_SAME_TYPE", "FIELD_WIRE_JSON_COMPATIBLE_CARDINALITY", "FIELD_WIRE_JSON_COMPATIBLE_TYPE",
            .. RuleCatalogue.Rules.Where(entry => entry.Categories.In(BufVersion.V2)?.Contains("WIRE") == true).Select(entry => entry.Rule.Name),
        ];

        Assert.Equal(
            errors.Order(StringComparer.Ordinal),
            SchemaRules.All.Where(rule => rule is { Origin: RuleOrigins.Buf, DefaultSeverity: SchemaSeverity.Error }).Select(rule => rule.Name).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(SchemaRules.All, rule => rule is { Origin: RuleOrigins.Buf, DefaultSeverity: SchemaSeverity.Suggestion });
    }

    [Fact]
    public void Titles_are_sentences_without_full_stop() =>
        Assert.All(SchemaRules.All, rule => Assert.Matches(new Regex("^[A-Z].*[^.]$"), rule.Title));

    [Fact]
    public void Every_rule_has_a_page_with_its_title_and_buf_id()
    {
        foreach (var rule in SchemaRules.All)
        {
            var page = File.ReadAllText(Path.Combine(TestEnvironment.RepositoryRoot, "docs", "rules", $"{rule.DiagnosticId}.md"));
            Assert.StartsWith($"# {rule.DiagnosticId}: {rule.Title}\n", page, StringComparison.Ordinal);
            Assert.Contains($"| {(rule.Origin == RuleOrigins.Buf ? "buf rule" : "Rule")} | `{rule.Name}`", page, StringComparison.Ordinal);
        }
    }

    private static IEnumerable<string> NamesOf(SchemaRuleKind kind, RuleOrigins origins = RuleOrigins.Buf | RuleOrigins.Own) =>
        SchemaRules.All.Where(rule => rule.Kind == kind && (rule.Origin & origins) != 0).Select(rule => rule.Name).Order(StringComparer.Ordinal);

    private static IEnumerable<string> FixtureRules(string folder) =>
        Fixture.Names(folder).Select(name => name.Split('.')[0]).Distinct().Order(StringComparer.Ordinal);
}
