using GrpcSdk.Schema.Tests.Tooling;

namespace GrpcSdk.Schema.Tests.Breaking;

/// <summary>What a buf.yaml of each version selects and ignores, and how imports take part, compared with buf.</summary>
public sealed class BreakingConfigurationTests
{
    private static readonly KeyValuePair<string, string>[] Previous =
    [
        KeyValuePair.Create("acme/v1/a.proto", "syntax = \"proto2\";\npackage acme.v1;\nmessage Gone {}\nmessage M { optional int32 id = 1; required string name = 2; optional string text = 3; }\nenum E { E_A = 0; E_B = 1; }\n"),
        KeyValuePair.Create("acme/v1/moved.proto", "syntax = \"proto3\";\npackage acme.v1;\nmessage Moved { int32 id = 1; int32 gone = 2; }\n"),
        KeyValuePair.Create("acme/v1beta1/b.proto", "syntax = \"proto3\";\npackage acme.v1beta1;\nmessage B { int32 id = 1; message Inner {} }\nmessage Stabilised { int32 id = 1; }\n"),
        KeyValuePair.Create("acme/gone/c.proto", "syntax = \"proto3\";\npackage acme.gone;\nmessage C {}\n"),
        KeyValuePair.Create("acme/gone/v1alpha1/d.proto", "syntax = \"proto3\";\npackage acme.gone.v1alpha1;\nmessage D {}\n"),
    ];

    private static readonly KeyValuePair<string, string>[] Current =
    [
        KeyValuePair.Create("acme/v1/a.proto", "syntax = \"proto2\";\npackage acme.v1;\nmessage M { optional string id = 1; repeated string label = 2; optional string text = 3 [ctype = CORD]; }\nenum E { E_A = 0; }\n"),
        KeyValuePair.Create("acme/other/moved.proto", "syntax = \"proto3\";\npackage acme.v1;\nmessage Moved { string id = 1; }\n"),
        KeyValuePair.Create("acme/v1beta1/b.proto", "syntax = \"proto3\";\npackage acme.v1beta1;\nmessage B { string id = 1; }\n"),
    ];

    [Theory]
    [InlineData("version: v2\n")]
    [InlineData("version: v1\n")]
    [InlineData("version: v1beta1\n")]
    [InlineData("version: v1\nbreaking:\n  use: [FILE, PACKAGE, WIRE, WIRE_JSON]\n")]
    [InlineData("version: v1beta1\nbreaking:\n  use: [FILE, PACKAGE, WIRE, WIRE_JSON]\n")]
    [InlineData("version: v2\nbreaking:\n  use: [PACKAGE]\n  except: [FIELD_SAME_TYPE, PACKAGE_NO_DELETE]\n")]
    [InlineData("version: v2\nbreaking:\n  use: [CSR]\n")]
    [InlineData("version: v2\nbreaking:\n  use: [WIRE]\n")]
    [InlineData("version: v2\nbreaking:\n  use: [WIRE_JSON]\n")]
    [InlineData("version: v1\nbreaking:\n  use: [FIELD_SAME_LABEL, FIELD_SAME_CTYPE, FILE_SAME_JAVA_STRING_CHECK_UTF8]\n")]
    [InlineData("version: v1\nbreaking:\n  use: [FILE]\n  except: [FIELD_SAME_LABEL]\n")]
    [InlineData("version: v2\nbreaking:\n  use: [FILE, PACKAGE]\n  ignore_unstable_packages: true\n")]
    [InlineData("version: v2\nbreaking:\n  use: [FILE, PACKAGE]\n  ignore: [acme/v1]\n")]
    [InlineData("version: v2\nbreaking:\n  use: [FILE, PACKAGE]\n  ignore: [acme/other]\n")]
    [InlineData("version: v2\nbreaking:\n  use: [FILE, PACKAGE]\n  ignore: [acme/gone]\n")]
    [InlineData("version: v2\nbreaking:\n  use: [FILE, PACKAGE]\n  ignore_only:\n    FIELD_SAME_TYPE: [acme/v1/moved.proto]\n    FILE: [acme/v1beta1]\n    PACKAGE_NO_DELETE: [acme/gone/c.proto]\n")]
    [InlineData("version: v1\nbreaking:\n  use: [FILE, WIRE]\n  ignore_only:\n    FIELD_SAME_LABEL: [acme/v1/a.proto]\n")]
    public async Task A_configuration_means_what_it_means_to_buf(string configuration)
    {
        using var comparison = new BreakingComparison { Configuration = configuration };
        comparison.AddPrevious(Previous);
        comparison.AddCurrent(Current);

        var (buf, ours) = await comparison.RunAsync();

        Assert.NotEmpty(buf);
        Differential.AssertSame(buf, ours);
    }

    [Fact]
    public async Task Each_module_follows_its_own_section()
    {
        const string Configuration =
            """
            version: v2
            modules:
              - path: one
              - path: two
                breaking:
                  use: [WIRE]
                  ignore: [two/quiet]
              - path: three
                excludes: [three/skipped]
                breaking:
                  use: [PACKAGE]
                  except: [PACKAGE_MESSAGE_NO_DELETE]
                  ignore_only:
                    FIELD_NO_DELETE: [three/a/three.proto]
            breaking:
              use: [FILE]
              ignore: [one/quiet]

            """;
        using var directory = new TemporaryDirectory();
        foreach (var version in new[] { "old", "new" })
        {
            foreach (var (module, folder) in from module in new[] { "one", "two", "three" } from folder in new[] { "a", "quiet", "skipped" } select (module, folder))
            {
                var file = directory.File($"{version}/{module}/{folder}/{module}.proto");
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                var declarations = version == "old"
                    ? "message M { int32 id = 1; string name = 2; string text = 3; } message Gone {}"
                    : "message M { string id = 1; string label = 2; }";
                await File.WriteAllTextAsync(file, $"syntax = \"proto3\";\npackage {module}.{folder};\n{declarations}\n");
                if (version == "old")
                {
                    await File.WriteAllTextAsync(file.Replace(".proto", "_gone.proto", StringComparison.Ordinal), $"syntax = \"proto3\";\npackage {module}.{folder};\nenum Lost {{ LOST_UNSPECIFIED = 0; }}\n");
                }
            }

            await File.WriteAllTextAsync(directory.File($"{version}/buf.yaml"), Configuration);
        }

        var buf = await BufCli.BreakingAsync(directory.File("new"), directory.File("old"));
        var ours = await Workspace.BreakingAsync(directory.File("new"), directory.File("old"));

        Assert.Equal(["one", "three", "two"], buf.Where(annotation => annotation.Path is not null).Select(annotation => annotation.Path!.Split('/')[0]).Distinct().Order(StringComparer.Ordinal));
        Differential.AssertSame(buf, ours);
    }

    [Fact]
    public async Task A_schema_does_not_break_itself()
    {
        using var comparison = new BreakingComparison();
        comparison.AddPrevious(Previous);
        comparison.AddCurrent(Previous);

        var (buf, ours) = await comparison.RunAsync();

        Assert.Empty(buf);
        Assert.Empty(ours);
    }

    /// <summary>Two files change; one of them is only imported.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Imports_take_part_unless_they_are_excluded(bool excludeImports)
    {
        using var directory = new TemporaryDirectory();
        Write("old", "optional int32 id = 1; optional int32 gone = 2;", "message Main { optional lib.Lib lib = 1; optional int32 id = 2; } message Moved { optional int32 id = 1; }");
        Write("new", "optional string id = 1;", "message Main { optional lib.Lib lib = 1; optional string id = 2; }");

        var findings = SchemaBreaking.Run(await CompileAsync("new"), await CompileAsync("old"), BufConfiguration.Parse(BreakingComparison.AllRules), excludeImports);

        string[] arguments = excludeImports ? ["--exclude-imports"] : [];
        var buf = await BufCli.BreakingAsync(directory.Path, await BuildAsync("old"), [await BuildAsync("new"), "--config", "new/buf.yaml", .. arguments]);
        Assert.NotEmpty(buf);
        Differential.AssertSame(buf, Differential.ToBuf(findings, directory.File("new")));

        void Write(string version, string libraryFields, string application)
        {
            foreach (var (path, text) in new[]
            {
                ("buf.yaml", BreakingComparison.AllRules),
                ("lib/lib.proto", $"syntax = \"proto2\";\npackage lib;\nmessage Lib {{ {libraryFields} }}\n"),
                ("app/app.proto", $"syntax = \"proto2\";\npackage app;\nimport \"lib/lib.proto\";\n{application}\n"),
            })
            {
                var file = directory.File($"{version}/{path}");
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                File.WriteAllText(file, text);
            }
        }

        // An image knows which of its files are imports.
        async Task<string> BuildAsync(string version)
        {
            var image = directory.File(version + ".binpb");
            var result = await BufCli.RunAsync(directory.File(version), "build", "--path", "app", "-o", image);
            return result.ExitCode == 0 ? image : throw new InvalidOperationException(result.Error);
        }

        async Task<SchemaImage> CompileAsync(string version) => SchemaImage.Parse(
            await Protoc.CompileAsync(directory.File(version), ["app/app.proto"]), [new SchemaTarget("app/app.proto")]);
    }
}
