using GrpcSdk.Schema.Tests.Tooling;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace GrpcSdk.Schema.Tests.Own;

/// <summary>CSHARP_NAME_COLLISION fires exactly when what protoc and the gRPC plugin generate does not compile.</summary>
public sealed class CSharpCompileTests
{
    private const string Proto3 = "syntax = \"proto3\";\n";
    private const string Proto2 = "syntax = \"proto2\";\n";

    private static readonly MetadataReference[] References =
    [
        .. Basic.Reference.Assemblies.Net100.References.All,
        MetadataReference.CreateFromFile(Path.Combine(AppContext.BaseDirectory, "Google.Protobuf.dll")),
        MetadataReference.CreateFromFile(Path.Combine(AppContext.BaseDirectory, "Grpc.Core.Api.dll")),
    ];

    private static readonly Lazy<Task<(IReadOnlyList<SchemaFinding> Findings, string Generated)>> Outcome = new(RunAsync);

    /// <summary>Each in a package of its own;</summary>
    private static readonly string[] Cases =
    [
        "message A { string user_name = 1; string UserName = 2; }",
        "message A { string a_b = 1; string ab = 2; }",
        "message A { string a_1 = 1; string A1 = 2; }",
        "message A { string _1 = 1; string n1 = 2; }",
        "message A { string a = 1; string types = 2; string descriptor = 3; string parser = 4; string equals = 5; string clone = 6; }",
        "message A { string a = 1; string A_ = 2; }",
        "message A { optional string name = 1; string has_name = 2; }",
        "message A { string name = 1; string has_name = 2; string clear_name = 3; string name_field_number = 4; }",
        "message A { optional string name = 1; string clear_name = 2; }",
        "message A { B name = 1; optional string has_name = 2; message B {} }",
        "message A { oneof name { string x = 1; } string name_case = 2; }",
        "message A { oneof name { string x = 1; } string name_oneof_case = 2; }",
        "message A { oneof name { string x = 1; } string clear_name = 2; }",
        "message A { oneof name { string x = 1; } optional string Name = 2; }",
        "message A { oneof foo_bar { string x = 1; } string fooBar = 2; }",
        "message A { oneof foo_bar { string x = 1; } string fooBarCase = 2; }",
        "message A { oneof foo_bar { string x = 1; } oneof fooBar { string y = 2; } }",
        "message A { oneof name { string x = 1; string none = 2; } }",
        "message A { oneof name { string x = 1; string X = 2; } }",
        "message A { oneof name { string x = 1; } oneof Name { string y = 2; } }",
        "message A { oneof name { A child = 1; } string has_child = 2; }",
        "message HasName { optional string name = 1; }",
        "message NameCase { oneof name { string x = 1; } }",
        "message NameFieldNumber { string name = 1; }",
        "message Parser { string name = 1; }",
        "message Descriptor { string name = 1; }",
        "message Clone { string name = 1; }",
        "message WriteTo {}",
        "message MergeFrom {}",
        "message Types { string name = 1; }",
        "message Types { message A {} }",
        "message Types { map<string, string> m = 1; }",
        "message A { message Types {} }",
        "message A { enum Types { TYPES_UNSPECIFIED = 0; } }",
        "message A { message A {} A a = 1; }",
        "message A { message Nested { string x = 1; } Nested nested = 1; map<string, Nested> map = 2; }",
        "message A { message B { message C { enum D { D_UNSPECIFIED = 0; } } } B.C.D d = 1; }",
        "enum E { E_UNSPECIFIED = 0; E_NONE = 1; } message A { E e = 1; optional E f = 2; repeated E g = 3; }",
        "message A { string get_type = 1; string to_string = 2; string get_hash_code = 3; }",
        "message A { string extensions = 1; }",
        "message ToString {}",
        "message Equals {}",
        "message GetHashCode {}",
        "message CalculateSize {}",
        "message OnConstruction {}",
        "message A {} service S { rpc Get(A) returns (A); rpc GetAsync(A) returns (A); }",
        "message A {} message B {} service S { rpc Get(A) returns (A); rpc GetAsync(B) returns (A); }",
        "message A {} service S { rpc Get(A) returns (A); rpc GetAsync(A) returns (stream A); }",
        "message A {} service S { rpc Get(A) returns (A); rpc GetAsync(stream A) returns (A); }",
        "message A {} service S { rpc Get(A) returns (stream A); rpc GetAsync(A) returns (stream A); }",
        "message A {} service S { rpc SClient(A) returns (A); }",
        "message A {} service S { rpc SBase(A) returns (A); }",
        "message A {} service S { rpc S(A) returns (A); rpc Equals(A) returns (A); rpc get(A) returns (A); rpc Get(A) returns (A); }",
        "message A {} service Descriptor { rpc Get(A) returns (A); }",
        "message A {} service BindService { rpc Get(A) returns (A); }",
        "message SClient {} service S { rpc Get(SClient) returns (SClient); }",
    ];

    private static readonly string[] Proto2Cases =
    [
        "message A { optional group Name = 1 { optional string x = 1; } optional string Names = 2; }",
        "message A { optional group Name = 1 { optional string x = 1; } optional string has_name = 2; }",
        "message A { extensions 100 to max; optional string get_extension = 1; }",
        "message A { extensions 100 to max; optional string set_extension = 1; }",
        "message A { extensions 100 to max; optional string extension = 1; }",
        "message A { optional string get_extension = 1; optional string extension = 2; }",
        "message A { extensions 100 to max; } message B { extend A { optional string x = 100; } optional string extensions = 1; }",
        "message A { extensions 100 to max; } extend A { optional string first_name = 100; optional string FirstName = 101; }",
        "message A { extensions 100 to max; } message B { extend A { optional string first_name = 100; optional string firstName = 101; } }",
        "message A { required string name = 1; optional bool has_name = 2; }",
        "message A { extensions 100 to max; } message Extensions { extend A { optional string x = 100; } }",
    ];

    public static TheoryData<int, string> All => new(Cases.Concat(Proto2Cases).Select((text, i) => (i, text)));

    [Theory]
    [MemberData(nameof(All))]
    public async Task The_rule_fires_exactly_when_the_generated_code_does_not_compile(int index, string text)
    {
        var (findings, generated) = await Outcome.Value;
        var trees = Directory.EnumerateFiles(generated, "*.cs", SearchOption.AllDirectories)
            .Where(file => Path.GetRelativePath(generated, file).StartsWith($"Case{index}{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), path: file))
            .ToList();

        var errors = CSharpCompilation.Create("Generated", trees, References, new(OutputKind.DynamicallyLinkedLibrary))
            .GetDiagnostics(TestContext.Current.CancellationToken)
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .ToList();
        var fired = findings.Where(finding => finding.File == $"case{index}.proto").Select(finding => finding.Message).ToList();

        Assert.NotEmpty(trees);
        Assert.True(errors.Count > 0 == fired.Count > 0, $"{text}\ncompiler: {string.Join("\n", errors)}\nrule: {string.Join("\n", fired)}");
    }

    private static async Task<(IReadOnlyList<SchemaFinding> Findings, string Generated)> RunAsync()
    {
        // It lives until the process ends: every case reads it.
        var directory = new TemporaryDirectory();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => directory.Dispose();
        var protos = Directory.CreateDirectory(directory.File("protos")).FullName;
        foreach (var (i, text) in Cases.Select(text => Proto3 + "{0}" + text).Concat(Proto2Cases.Select(text => Proto2 + "{0}" + text)).Index())
        {
            await File.WriteAllTextAsync(Path.Combine(protos, $"case{i}.proto"), text.Replace("{0}", $"package case{i};\n", StringComparison.Ordinal));
        }

        var generated = directory.File("generated");
        await Protoc.GenerateAsync(protos, TemporaryDirectory.ProtosIn(protos), generated);
        var findings = SchemaLinter.Run(await OwnFixtureTests.CompileAsync(protos), BufConfiguration.Evolution, RuleOrigins.Own);
        return ([.. findings.Where(finding => finding.Rule.Name == "CSHARP_NAME_COLLISION")], generated);
    }
}
