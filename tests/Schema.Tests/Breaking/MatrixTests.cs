using System.Text;
using GrpcSdk.Schema.Tests.Tooling;

namespace GrpcSdk.Schema.Tests.Breaking;

/// <summary>Everything that a field can be, changed to everything else, compared with buf.</summary>
public sealed class MatrixTests
{
    private const string Declarations =
        """
        syntax = "proto2";
        package matrix.v1;
        enum Kind { option allow_alias = true; KIND_A = 0; KIND_B = 1; KIND_B2 = 1; KIND_C = 3; }
        message Outer { enum Kind2 { KIND2_X = 2; KIND2_B = 1; KIND2_Z = 0; } }

        """;

    private static readonly string[] Types =
    [
        "int32", "int64", "uint32", "uint64", "sint32", "sint64", "fixed32", "fixed64", "sfixed32", "sfixed64",
        "float", "double", "bool", "string", "bytes", "Kind", "Outer",
    ];

    /// <summary>Types with a default; <c>_</c> for none.</summary>
    private static readonly (string Type, string Default)[] Defaults =
    [
        ("int32", "_"), ("int32", "0"), ("int32", "-1"), ("int64", "9223372036854775807"), ("uint64", "18446744073709551615"), ("uint32", "1"), ("sint64", "3"),
        ("float", "0.1"), ("float", "1"), ("float", "inf"), ("float", "nan"), ("float", "1e30"), ("float", "16777217"), ("float", "9007199254740993"),
        ("double", "0.1"), ("double", "-inf"), ("double", "nan"), ("double", "1e300"), ("double", "123456789.125"), ("double", "0.0001"), ("double", "0.00001"),
        ("double", "-0.0"), ("double", "1000000"), ("double", "100000"), ("double", "9007199254740993"), ("double", "18446744073709551616"), ("double", "-1.5"),
        ("bool", "_"), ("bool", "true"), ("string", "_"), ("string", "\"a\""), ("string", "\"\u00e9\\n\\\"q\\\"\""), ("bytes", "\"a\""),
        ("bytes", "\"\\000\\377\\n\\\\\\\"\\x41\""), ("bytes", "\"\u00e9\""),
        ("Kind", "_"), ("Kind", "KIND_B"), ("Kind", "KIND_B2"), ("Outer.Kind2", "_"), ("Outer.Kind2", "KIND2_B"),
    ];

    [Fact]
    public Task Every_type_to_every_other() => CompareAsync(Types, type => type, _ => "");

    [Fact]
    public Task Every_default_to_every_other() =>
        CompareAsync(Defaults, field => field.Type, field => field.Default == "_" ? "" : $" [default = {field.Default}]");

    /// <summary>One message per previous variant, with one field per current variant.</summary>
    private static async Task CompareAsync<T>(T[] variants, Func<T, string> type, Func<T, string> options)
    {
        using var comparison = new BreakingComparison();
        comparison.AddPrevious([KeyValuePair.Create("a.proto", Write((previous, _) => previous))]);
        comparison.AddCurrent([KeyValuePair.Create("a.proto", Write((_, current) => current))]);

        var (buf, ours) = await comparison.RunAsync();

        Assert.NotEmpty(buf);
        Differential.AssertSame(buf, ours);

        string Write(Func<T, T, T> choose)
        {
            var text = new StringBuilder(Declarations);
            foreach (var (i, previous) in variants.Index())
            {
                text.Append($"message From{i} {{\n");
                foreach (var (j, current) in variants.Index())
                {
                    var variant = choose(previous, current);
                    text.Append($"  optional {type(variant)} field{j} = {j + 1}{options(variant)};\n");
                }

                text.Append("}\n");
            }

            return text.ToString();
        }
    }
}
