// Whatever bytes arrive, the compiler is told so in words: no rule throws, hangs or points outside of a file.
using GrpcSdk.Analyzers.Schema;
using GrpcSdk.Schema.Text;
using Microsoft.CodeAnalysis;

namespace GrpcSdk.Analyzers.Tests.Schema;

public sealed class DamagedInputTests : IDisposable
{
    private const int Seed = 20_261_122;

    /// <summary>GRPCSDK_FUZZ_INPUTS sets another number, for a long run.</summary>
    private static readonly int Inputs = int.TryParse(Environment.GetEnvironmentVariable("GRPCSDK_FUZZ_INPUTS"), out var count) ? count : 10_000;

    private readonly SchemaProject _project = new SchemaProject()
        .Baseline("user.proto", """
            syntax = "proto2";
            package acme.v1;
            import "google/protobuf/descriptor.proto";
            extend google.protobuf.FieldOptions { optional string tag = 50001; }
            message User {
              required string name = 1 [(tag) = "x", default = "y"];
              map<string, int32> ages = 2;
              reserved 7 to 9, 100 to max;
              extensions 20 to 30;
              optional group Inner = 5 { optional int32 a = 1; }
            }
            enum Kind { option allow_alias = true; A = 0; B = 0; reserved 5 to 6; reserved "Z"; }
            """)
        .Proto("user.proto", """
            edition = "2023";
            package acme.v1;
            import "google/protobuf/empty.proto";
            option features.enum_type = CLOSED;
            // A user.
            message User {
              string name = 1 [features.field_presence = LEGACY_REQUIRED];
              oneof x { int32 a = 3; string b = 4 [json_name = "q"]; }
              message Deep { message Deeper { repeated int64 n = 1 [jstype = JS_STRING]; } Deeper d = 1; }
              Deep deep = 6;
            }
            enum Kind { A = 0; C = 2; }
            service Users { rpc Get(User) returns (stream User) { option idempotency_level = NO_SIDE_EFFECTS; } }
            """)
        .BufYaml("version: v2\nlint:\n  use: [STANDARD, COMMENTS, UNARY_RPC]\nbreaking:\n  use: [FILE, PACKAGE, WIRE, WIRE_JSON]\n");

    public void Dispose() => _project.Dispose();

    [Fact]
    public void Damaged_descriptor_sets_and_baselines_never_crash_the_rules()
    {
        var input = _project.Compile();
        var source = File.ReadAllText(_project["protos/user.proto"]);
        var text = new ProtoText(source);
        var random = new Random(Seed);
        var refused = 0;
        for (var i = 0; i < Inputs; i++)
        {
            var file = input.File(i % 2 == 0 ? "DescriptorSet" : "Baseline");
            var damaged = file.With(Damage(file.GetText().ToString(), random));
            var inputs = SchemaInputs.From(input.Replace(file, damaged).AnalyzerOptions)!;
            try
            {
                var result = new SchemaCheck(inputs).Run();
                refused += result.ProblemsIn(damaged).Count();
                foreach (var finding in result.FindingsIn(inputs.Protos[0], () => Fingerprint(damaged)))
                {
                    Assert.InRange(text.Locate(finding).End, 0, source.Length);
                }
            }
            catch (Exception exception)
            {
                Assert.Fail($"seed {Seed}, input {i}: {exception}");
            }
        }

        // Most damage is noticed by the parser, the rest reaches the rules: both kinds must occur.
        Assert.InRange(refused, 1, Inputs - 1);
    }

    [Fact]
    public async Task The_compiler_reports_damage_and_goes_on()
    {
        var input = _project.Compile();
        var random = new Random(Seed);
        for (var i = 0; i < 100; i++)
        {
            var file = input.File(i % 2 == 0 ? "DescriptorSet" : "Baseline");

            var diagnostics = await input.Replace(file, file.With(Damage(file.GetText().ToString(), random))).AnalyzeAsync();

            Assert.False(diagnostics.Any(diagnostic => diagnostic.Id == "AD0001"), $"seed {Seed}, input {i}: {string.Join("; ", diagnostics)}");
        }
    }

    /// <summary>The fingerprint that the file itself names, so that its findings are looked at.</summary>
    private static string Fingerprint(CompilerFile file) => file.GetText().Lines[1].ToString().Split(' ')[0];

    private static string Damage(string text, Random random)
    {
        var start = text.IndexOf("\n\n", StringComparison.Ordinal) + 2;
        var bytes = Convert.FromBase64String(text[start..]);
        for (var count = random.Next(1, 6); count > 0; count--)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }

        var kept = random.Next(3) == 0 ? random.Next(bytes.Length) : bytes.Length;
        return text[..start] + Convert.ToBase64String(bytes, 0, kept);
    }
}
