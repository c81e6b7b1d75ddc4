// The repairs of .proto files as an editor offers them.
using GrpcSdk.Analyzers.Tests.Schema;
using GrpcSdk.CodeFixes.Schema;
using GrpcSdk.Schema;
using GrpcSdk.Schema.Fixes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace GrpcSdk.CodeFixes.Tests.Schema;

public sealed class SchemaCodeFixTests
{
    private const string Standard = "version: v2\nlint:\n  use: [STANDARD, COMMENTS]\nbreaking:\n  use: [WIRE_JSON]\n";

    [Fact]
    public void The_provider_is_exported_for_proto_files_and_fixes_every_rule_that_has_a_repair()
    {
        var export = Assert.Single(typeof(SchemaCodeFix).GetCustomAttributes(typeof(ExportCodeFixProviderAttribute), inherit: false).Cast<ExportCodeFixProviderAttribute>());

        Assert.Equal<string>([LanguageNames.CSharp], export.Languages);
        Assert.Equal<string>([nameof(TextDocumentKind.AdditionalDocument)], export.DocumentKinds!);
        Assert.Equal<string>([".proto"], export.DocumentExtensions!);
        Assert.Equal(SchemaFixes.Rules.Select(rule => SchemaRules.Get(rule).DiagnosticId).Order(), new SchemaCodeFix().FixableDiagnosticIds.Order());
    }

    [Fact]
    public async Task A_rename_reaches_all_uses_in_two_files()
    {
        using var project = new SchemaProject()
            .Proto("acme/v1/user.proto", "syntax = \"proto3\";\npackage acme.v1;\n// A user.\nmessage user_info {}\n")
            .Proto("acme/v1/group.proto", "syntax = \"proto3\";\npackage acme.v1;\nimport \"acme/v1/user.proto\";\nmessage Group {\n  user_info owner = 1; // Owner.\n  map<string, .acme.v1.user_info> members = 2;\n}\n")
            .BufYaml(Standard);
        using var editor = new ProtoWorkspace(project);

        var action = Assert.Single(await editor.MenuAsync("user.proto", "GSDK1021"));
        await editor.ChooseAsync(action);

        Assert.Equal("Rename 'user_info' to 'UserInfo'", action.Title);
        Assert.Equal("syntax = \"proto3\";\npackage acme.v1;\n// A user.\nmessage UserInfo {}\n", await editor.TextAsync("user.proto"));
        Assert.Equal("syntax = \"proto3\";\npackage acme.v1;\nimport \"acme/v1/user.proto\";\nmessage Group {\n  UserInfo owner = 1; // Owner.\n  map<string, .acme.v1.UserInfo> members = 2;\n}\n", await editor.TextAsync("group.proto"));
    }

    [Fact]
    public async Task A_rename_reaches_files_of_another_root()
    {
        using var project = new SchemaProject()
            .Proto("user.proto", "syntax = \"proto3\";\npackage acme.v1;\nmessage user_info {}\n", root: "one")
            .Proto("group.proto", "syntax = \"proto3\";\npackage acme.v1;\nimport \"user.proto\";\nmessage Group { user_info owner = 1; }\n", root: "two", imports: "one")
            .Property("GrpcSdkSchemaRules", "standard");
        using var editor = new ProtoWorkspace(project);

        await editor.ChooseAsync(Assert.Single(await editor.MenuAsync("user.proto", "GSDK1021")));

        Assert.Equal("syntax = \"proto3\";\npackage acme.v1;\nmessage UserInfo {}\n", await editor.TextAsync("user.proto"));
        Assert.Equal("syntax = \"proto3\";\npackage acme.v1;\nimport \"user.proto\";\nmessage Group { UserInfo owner = 1; }\n", await editor.TextAsync("group.proto"));
    }

    [Fact]
    public async Task A_deleted_field_is_reserved_and_line_ends_stay()
    {
        using var project = new SchemaProject()
            .Baseline("user.proto", "syntax = \"proto3\";\nmessage User { string name = 1; int32 age = 2; }\n")
            .Proto("user.proto", "syntax = \"proto3\";\r\nmessage User {\r\n    string name = 1;\r\n}\r\n");
        using var editor = new ProtoWorkspace(project);

        await editor.ChooseAsync(Assert.Single(await editor.MenuAsync("user.proto", "GSDK2012")));

        Assert.Equal("syntax = \"proto3\";\r\nmessage User {\r\n    reserved 2;\r\n    string name = 1;\r\n}\r\n", await editor.TextAsync("user.proto"));
    }

    [Fact]
    public async Task A_rename_of_what_was_released_is_refused_and_says_why()
    {
        const string Text = "syntax = \"proto3\";\npackage acme.v1;\nmessage User {\n  string userName = 1;\n  string nickName = 2;\n}\n";
        using var project = new SchemaProject()
            .Baseline("user.proto", "syntax = \"proto3\";\npackage acme.v1;\nmessage User { string userName = 1; }\n")
            .Proto("user.proto", Text)
            .BufYaml(Standard);
        using var editor = new ProtoWorkspace(project);

        var actions = await editor.MenuAsync("user.proto", "GSDK1015");
        await editor.ChooseAsync(actions[0]);

        Assert.Equal(["Not repaired, because it would be a breaking change: 'acme.v1.User.userName' is released", "Rename 'nickName' to 'nick_name'"], actions.Select(action => action.Title));
        Assert.Equal(Text, await editor.TextAsync("user.proto"));
    }

    [Fact]
    public async Task Where_a_file_was_edited_since_it_was_compiled_nothing_is_offered_until_it_is_again()
    {
        using var project = new SchemaProject()
            .Proto("user.proto", "syntax = \"proto3\";\npackage acme.v1;\nmessage user_info {}\n")
            .Proto("group.proto", "syntax = \"proto3\";\npackage acme.v1;\nimport \"user.proto\";\nmessage Group { user_info owner = 1; }\n")
            .BufYaml(Standard);
        using var editor = new ProtoWorkspace(project);
        editor.Type("group.proto", "// One line more.\n" + await editor.TextAsync("group.proto"));

        Assert.Empty(await editor.MenuAsync("user.proto", "GSDK1021"));
    }

    [Theory]
    [InlineData(FixAllScope.Project)]
    [InlineData(FixAllScope.Solution)]
    public async Task All_occurrences_of_a_rule_are_fixed_at_once_over_all_files(FixAllScope scope)
    {
        using var project = new SchemaProject()
            .Proto("color.proto", "syntax = \"proto3\";\npackage acme.v1;\nenum Color {\n  UNSPECIFIED = 0;\n  RED = 1;\n}\n")
            .Proto("shape.proto", "syntax = \"proto3\";\npackage acme.v1;\nenum Shape {\n  SHAPE_UNSPECIFIED = 0;\n  ROUND = 1; // Round.\n}\n")
            .BufYaml(Standard);
        using var editor = new ProtoWorkspace(project);

        await editor.FixAllAsync("GSDK1012", scope);

        Assert.Equal("syntax = \"proto3\";\npackage acme.v1;\nenum Color {\n  COLOR_UNSPECIFIED = 0;\n  COLOR_RED = 1;\n}\n", await editor.TextAsync("color.proto"));
        Assert.Equal("syntax = \"proto3\";\npackage acme.v1;\nenum Shape {\n  SHAPE_UNSPECIFIED = 0;\n  SHAPE_ROUND = 1; // Round.\n}\n", await editor.TextAsync("shape.proto"));
    }

    [Fact]
    public async Task Two_fields_that_reused_numbers_do_not_take_the_same_free_one()
    {
        using var project = new SchemaProject()
            .Baseline("user.proto", "syntax = \"proto3\";\nmessage User { int32 a = 1; int32 b = 2; }\n")
            .Proto("user.proto", "syntax = \"proto3\";\nmessage User {\n  int32 x = 1;\n  int32 y = 2;\n}\n")
            .BufYaml(Standard);
        using var editor = new ProtoWorkspace(project);

        await editor.FixAllAsync("GSDK2019", FixAllScope.Project);

        Assert.Equal("syntax = \"proto3\";\nmessage User {\n  reserved 1; reserved \"a\";\n  int32 x = 3;\n  int32 y = 2;\n}\n", await editor.TextAsync("user.proto"));
    }
}
