// What must stand in one place only: the way from .proto files to descriptors had copies once, and they drifted apart.

namespace GrpcSdk.Build.Tests;

public class ArchitectureTests
{
    private static readonly string Sources = Path.Combine(TestEnvironment.Repository, "src");

    [Theory]
    [InlineData("ProcessStartInfo", "Shared/ChildProcess.cs")]
    [InlineData("\"--include_imports\"", "Shared/Protoc.cs")]
    [InlineData("--descriptor_set_out", "Shared/Protoc.cs")]
    [InlineData("\"buf.work.yaml\";", "Shared/BufYaml.cs")]
    [InlineData("\"*.proto\"", "Shared/ProtoFiles.cs")]
    [InlineData("\"PROTOBUF_PROTOC\"", "Shared/ProtocLocator.cs")]
    [InlineData("\"git:\"", "Shared/BaselineSource.cs")]
    public void It_stands_in_one_file(string text, string file) => Assert.Equal([file], FilesWith(text, Sources));

    [Fact]
    public void No_test_has_arguments_for_descriptors_of_its_own() =>
        Assert.Equal(["Build.Tests/ArchitectureTests.cs"], FilesWith("\"--include_imports", Path.Combine(TestEnvironment.Repository, "tests")));

    private static IEnumerable<string> FilesWith(string text, string directory) =>
        Directory.EnumerateFiles(directory, "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(directory, file).Replace('\\', '/'))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
            .Where(file => File.ReadAllText(Path.Combine(directory, file)).Contains(text, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
}
