// Our google/longrunning is Google's on the wire, and the vendored google/rpc is that of the package.

using Showcase.Tests.Support;

namespace Showcase.Tests.Protos;

public sealed class GoogleProtosTests(NodeModules modules)
{
    private const string Operations = "google/longrunning/operations.proto";

    [Fact]
    public async Task Our_operations_have_the_package_names_numbers_and_types_of_Googles()
    {
        var ours = await DescriptorSets.CompileAsync(Operations, "protos", "third_party/googleapis", StandardImports);
        var theirs = await DescriptorSets.CompileAsync(Operations, Path.Combine(modules.Path, "google-proto-files"));

        Assert.Equal(DescriptorSets.WithoutOptions(theirs), DescriptorSets.WithoutOptions(ours));
        Assert.NotEmpty(ours.MessageType);
    }

    [Fact]
    public async Task The_vendored_status_is_the_one_of_the_package_whose_types_we_use()
    {
        const string status = "google/rpc/status.proto";
        Assert.Equal(
            await File.ReadAllTextAsync(Path.Combine(RepositoryPaths.CommonProtos, status)),
            await File.ReadAllTextAsync(Path.Combine(RepositoryPaths.Root, "third_party/googleapis", status)));
    }

    private string StandardImports => Path.Combine(modules.Path, "google-proto-files");
}
