namespace GrpcSdk.Schema.Tests.Configuration;

/// <summary>A buf.yaml that cannot be used is refused with its place and what to do; the others select what buf would.</summary>
public sealed class BufConfigurationTests
{
    [Theory]
    [InlineData("", 0, 0, "add \"version: v2\"")]
    [InlineData("lint:\n  use: [STANDARD]\n", 0, 0, "add \"version: v2\"")]
    [InlineData("version: v3\n", 0, 9, "use v2, v1 or v1beta1")]
    [InlineData("- a\n", 0, 0, "must be a mapping")]
    [InlineData("version: v2\nlint:\n  use:\n\t- X\n", 3, 0, "not valid YAML")]
    [InlineData("version: v2\nlint:\n  use: [A\n", 3, 0, "not valid YAML")]
    [InlineData("version: v2\nlint:\n  use: [STANDARD]\n  use: [COMMENTS]\n", 3, 2, "not valid YAML")]
    [InlineData("version: v2\nfoo: 1\n", 1, 0, "no field \"foo\"")]
    [InlineData("version: v2\nlint:\n  nonsense: 1\n", 2, 2, "no field \"nonsense\"")]
    [InlineData("version: v2\nlint:\n  allow_comment_ignores: true\n", 2, 2, "expected one of")]
    [InlineData("version: v1\nlint:\n  disallow_comment_ignores: true\n", 2, 2, "expected one of")]
    [InlineData("version: v1\nmodules: []\n", 1, 0, "no field \"modules\"")]
    [InlineData("version: v2\nlint: [a]\n", 1, 6, "must be a mapping")]
    [InlineData("version: v2\nlint:\n  use: STANDARD\n", 2, 7, "must be a list")]
    [InlineData("version: v2\nlint:\n  use: [[A]]\n", 2, 8, "must be text")]
    [InlineData("version: v2\nlint:\n  use: [STANDARD, NOPE]\n", 2, 18, "\"NOPE\" is not a rule or category")]
    [InlineData("version: v2\nlint:\n  except:\n    - FIELD_NO_DELETE\n", 3, 6, "\"FIELD_NO_DELETE\" is not a rule or category")]
    [InlineData("version: v2\nbreaking:\n  use: [FIELD_SAME_CTYPE]\n", 2, 8, "\"FIELD_SAME_CTYPE\"")]
    [InlineData("version: v1\nlint:\n  use: [FIELD_NOT_REQUIRED]\n", 2, 8, "\"FIELD_NOT_REQUIRED\"")]
    [InlineData("version: v2\nlint:\n  use: ['*']\n", 2, 8, "\"*\"")]
    [InlineData("version: v2\nlint:\n  ignore_only:\n    YY: [a]\n", 3, 4, "\"YY\"")]
    [InlineData("version: v2\nlint:\n  ignore_only:\n    COMMENTS: a\n", 3, 14, "must be a list")]
    [InlineData("version: v2\nlint:\n  ignore_only:\n    COMMENTS: [.]\n", 3, 14, "use lint.except instead")]
    [InlineData("version: v2\nlint:\n  ignore: [../a]\n", 2, 11, "inside the directory")]
    [InlineData("version: v2\nlint:\n  ignore: [/a]\n", 2, 11, "relative path")]
    [InlineData("version: v2\nlint:\n  ignore: [foo, foo/bar]\n", 2, 16, "within one another")]
    [InlineData("version: v2\nlint:\n  rpc_allow_same_request_response: maybe\n", 2, 35, "true or false")]
    [InlineData("version: v2\nmodules:\n  - path: a\n    lint:\n      ignore: [b]\n", 4, 15, "does not lie in the module's directory \"a\"")]
    [InlineData("version: v2\nmodules:\n  - path: a\n    includes: [a]\n", 3, 15, "below the module's path")]
    [InlineData("version: v2\nmodules:\n  - path: a\n    excludes: [b/c]\n", 3, 15, "below the module's path")]
    [InlineData("version: v2\nmodules:\n  - path: ..\n", 2, 10, "inside the directory")]
    [InlineData("version: v1\nbuild:\n  roots: [a]\n", 2, 9, "cannot be set in version v1")]
    public void A_mistake_is_refused_with_its_place(string yaml, int line, int column, string advice)
    {
        var exception = Assert.Throws<BufConfigurationException>(() => BufConfiguration.Parse(yaml));

        Assert.Contains(advice, exception.Message, StringComparison.Ordinal);
        Assert.Equal((line, column), (exception.Line, exception.Column));
    }

    [Fact]
    public void Sections_that_say_nothing_about_rules_are_skipped()
    {
        var configuration = BufConfiguration.Parse(
            """
            version: v2
            name: buf.build/acme/weather
            deps: [buf.build/googleapis/googleapis]
            modules:
              - path: proto
                name: buf.build/acme/weather
            """);

        Assert.Equal(["proto"], Assert.Single(configuration.Modules).Roots);
    }

    [Fact]
    public void Rules_of_buf_plugins_are_left_to_buf()
    {
        var configuration = BufConfiguration.Parse("version: v2\nplugins:\n  - plugin: acme-rules\nlint:\n  use: [ACME_RULE, ENUM_PASCAL_CASE]\n");

        Assert.Equal(["ENUM_PASCAL_CASE"], configuration.Modules[0].Lint.Rules.RuleNames);
    }

    [Fact]
    public void Without_use_the_defaults_of_the_version_run()
    {
        Assert.Contains("FIELD_NO_DESCRIPTOR", Lint("version: v1beta1"));
        Assert.DoesNotContain("ENUM_FIRST_VALUE_ZERO", Lint("version: v1beta1"));
        Assert.DoesNotContain("PACKAGE_NO_IMPORT_CYCLE", Lint("version: v1"));
        Assert.Contains("PACKAGE_NO_IMPORT_CYCLE", Lint("version: v2"));
        Assert.Contains("FIELD_NOT_REQUIRED", Lint("version: v2"));
        Assert.DoesNotContain("COMMENT_ENUM", Lint("version: v2"));
    }

    [Fact]
    public void A_category_minus_a_category()
    {
        Assert.Equal(
            ["FIELD_SAME_DEFAULT", "FILE_SAME_PACKAGE"],
            BufConfiguration.Parse("version: v2\nbreaking:\n  use: [FIELD_SAME_DEFAULT, FILE_SAME_PACKAGE, ENUM_SAME_TYPE]\n  except: [ENUM_SAME_TYPE]\n")
                .Modules[0].Breaking.Rules.RuleNames);
        Assert.DoesNotContain("FIELD_SAME_NAME", Breaking("version: v2\nbreaking:\n  use: [WIRE_JSON]\n  except: [FIELD_SAME_NAME]\n"));
    }

    [Fact]
    public void A_deprecated_id_selects_what_replaced_it() =>
        Assert.Equal(
            ["FIELD_SAME_CARDINALITY", "FIELD_SAME_CPP_STRING_TYPE", "FIELD_WIRE_COMPATIBLE_CARDINALITY", "FIELD_WIRE_JSON_COMPATIBLE_CARDINALITY"],
            Breaking("version: v1\nbreaking:\n  use: [FIELD_SAME_LABEL, FIELD_SAME_CTYPE, MESSAGE_SAME_MESSAGE_SET_WIRE_FORMAT]\n"));

    [Fact]
    public void Builtin_rules_can_be_disabled() => Assert.Empty(Lint("version: v2\nlint:\n  disable_builtin: true\n"));

    [Fact]
    public void Preset_evolution_is_what_keeps_a_schema_able_to_evolve()
    {
        var module = Assert.Single(BufConfiguration.Evolution.Modules);

        Assert.Equal(["ENUM_FIRST_VALUE_ZERO", "ENUM_ZERO_VALUE_SUFFIX"], module.Lint.Rules.RuleNames);
        Assert.Equal(Breaking("version: v2\nbreaking:\n  use: [WIRE_JSON]\n"), module.Breaking.Rules.RuleNames);
        Assert.DoesNotContain("FIELD_NO_DELETE", module.Breaking.Rules.RuleNames);
    }

    [Fact]
    public void Preset_standard_is_bufs_default()
    {
        var module = Assert.Single(BufConfiguration.Standard.Modules);

        Assert.Equal(Lint("version: v2\nlint:\n  use: [STANDARD]\n"), module.Lint.Rules.RuleNames);
        Assert.Equal(Breaking("version: v2\nbreaking:\n  use: [FILE]\n"), module.Breaking.Rules.RuleNames);
    }

    private static IReadOnlyList<string> Lint(string yaml) => BufConfiguration.Parse(yaml).Modules[0].Lint.Rules.RuleNames;

    private static IReadOnlyList<string> Breaking(string yaml) => BufConfiguration.Parse(yaml).Modules[0].Breaking.Rules.RuleNames;
}
