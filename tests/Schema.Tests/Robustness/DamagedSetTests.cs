using Google.Protobuf.Reflection;
using GrpcSdk.Schema.Tests.Tooling;
using GrpcSdk.Schema.Text;

namespace GrpcSdk.Schema.Tests.Robustness;

/// <summary>
/// Descriptor sets that no compiler wrote: damaged bytes, and values that make no sense. They are refused with
/// <see cref="SchemaImageException"/> or checked, but nothing else ever comes out. GRPCSDK_DAMAGED_SETS sets the number
/// of inputs (10,000 without it), GRPCSDK_SEED the seed of the first; the others follow by one.
/// </summary>
public sealed class DamagedSetTests
{

    private const RuleOrigins Everybody = RuleOrigins.Buf | RuleOrigins.Own;

    private static readonly BufConfiguration EveryRule = BufConfiguration.Parse(
        """
        version: v2
        lint:
          use: [STANDARD, COMMENTS, UNARY_RPC, STABLE_PACKAGE_NO_IMPORT_UNSTABLE]
        breaking:
          use: [FILE, PACKAGE, WIRE, WIRE_JSON, CSR]
          ignore_unstable_packages: true
        """);

    private static readonly BufConfiguration OldestVersion = BufConfiguration.Parse("version: v1beta1\nlint:\n  use: [STANDARD, OTHER, UNARY_RPC]\n");

    [Fact]
    public async Task Damaged_sets_are_refused_or_checked()
    {
        var original = await CompileAsync();
        var previous = SchemaImage.Parse(original);
        var first = TestEnvironment.Setting("GRPCSDK_SEED", 20_250_117);
        Parallel.For(first, first + TestEnvironment.Setting("GRPCSDK_DAMAGED_SETS", 10_000), seed =>
        {
            var damaged = Damage.Apply(original, new Random(seed));
            try
            {
                Check(damaged, previous);
            }
            catch (SchemaImageException)
            {
                // Refused: that is an answer.
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"GRPCSDK_SEED={seed} ({damaged.Length} bytes).", exception);
            }
        });
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 0x0a, 0x00 })]
    [InlineData(new byte[] { 0xff, 0xff, 0xff })]
    public void Tiny_inputs_are_refused_or_empty(byte[] bytes)
    {
        try
        {
            Assert.Empty(SchemaLinter.Run(SchemaImage.Parse(bytes), EveryRule));
        }
        catch (SchemaImageException exception)
        {
            Assert.StartsWith("Not a descriptor set", exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_text_is_refused() =>
        Assert.Throws<SchemaImageException>(() => SchemaImage.Parse("syntax = \"proto3\";"u8.ToArray()));

    private static void Check(byte[] bytes, SchemaImage previous)
    {
        var image = SchemaImage.Parse(bytes);
        var findings = SchemaLinter.Run(image, EveryRule, Everybody)
            .Concat(SchemaLinter.Run(image, OldestVersion))
            .Concat(SchemaBreaking.Run(image, previous, EveryRule, origins: Everybody))
            .Concat(SchemaBreaking.Run(previous, image, EveryRule, excludeImports: true));
        var text = new ProtoText("syntax = \"proto3\";\nmessage M {\n\t\u00e9\n}\n");
        foreach (var finding in findings)
        {
            text.Locate(finding);
        }
    }

    /// <summary>One set with most that descriptors can hold: files of the fixtures.</summary>
    private static async Task<byte[]> CompileAsync()
    {
        var set = new FileDescriptorSet();
        foreach (var name in new[] { "IMPORT_USED.options", "COMMENT_FIELD", "RPC_REQUEST_RESPONSE_UNIQUE", "PACKAGE_NO_IMPORT_CYCLE", "FIELD_NOT_REQUIRED" })
        {
            using var directory = new TemporaryDirectory();
            Fixture.Read("Lint", name).WriteTo(directory.Path);
            var files = FileDescriptorSet.Parser.ParseFrom(await Protoc.CompileAsync(directory.Path, TemporaryDirectory.ProtosIn(directory.Path))).File;
            set.File.Add(files.Where(file => file.Name != "google/protobuf/descriptor.proto" && set.File.All(other => other.Name != file.Name)));
        }

        return Google.Protobuf.MessageExtensions.ToByteArray(set);
    }
}
