using GrpcSdk.Schema.Tests.Tooling;

namespace GrpcSdk.Schema.Tests.Own;

/// <summary>
/// What our own lint rules find in public APIs: every line has been read, and the head of the file says what was thought of
/// it. With GRPCSDK_UPDATE_SNAPSHOTS=1 the test writes the lines below the head; read those that are new before you commit.
/// </summary>
public sealed class OwnCorpusTests
{
    [Theory]
    [MemberData(nameof(PublicApis.Names), MemberType = typeof(PublicApis))]
    public async Task The_findings_in_a_public_API_are_those_that_were_read(string api)
    {
        using var directory = new TemporaryDirectory();
        var image = await (await PublicApis.CopyAsync(api, directory)).CompileAsync();

        var findings = SchemaLinter.Run(image, BufConfiguration.Evolution, RuleOrigins.Own)
            .Where(finding => finding.Rule.IsEnabledByDefault)
            .Select(finding => $"{finding.Rule.Name} {finding.File}: {finding.Message}")
            .Order(StringComparer.Ordinal)
            .ToList();

        var snapshot = Path.Combine("OwnCorpus", api + ".txt");
        if (Environment.GetEnvironmentVariable("GRPCSDK_UPDATE_SNAPSHOTS") == "1")
        {
            var source = Path.Combine(TestEnvironment.RepositoryRoot, "tests", "Schema.Tests", "Fixtures", snapshot);
            await File.WriteAllLinesAsync(source, (await File.ReadAllLinesAsync(source)).Where(IsHead).Concat(findings));
            return;
        }

        Assert.Equal(File.ReadLines(Path.Combine(TestEnvironment.FixturesDirectory, snapshot)).Where(line => !IsHead(line)), findings);
    }

    [Fact]
    public async Task This_repositorys_protos_have_no_finding()
    {
        var root = Path.Combine(TestEnvironment.RepositoryRoot, "protos");
        var files = TemporaryDirectory.ProtosIn(root);
        var set = await Protoc.CompileAsync(root, files, Path.Combine(TestEnvironment.RepositoryRoot, "third_party", "googleapis"));
        var image = SchemaImage.Parse(set, [.. files.Select(file => new SchemaTarget(file))]);

        Assert.NotEmpty(files);
        Assert.DoesNotContain(SchemaLinter.Run(image, BufConfiguration.Evolution, RuleOrigins.Own), finding => finding.Rule.IsEnabledByDefault);
    }

    private static bool IsHead(string line) => line.StartsWith('#');
}
