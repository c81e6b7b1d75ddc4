using GrpcSdk.Tests.Shared;

namespace GrpcSdk.Schema.Tests.Tooling;

/// <summary>Public APIs in folders of the test, compiled as the build compiles them.</summary>
internal static class PublicApis
{
    public static TheoryData<string> Names => [.. PublicApi.Names];

    public static async Task<PublicApiCopy> CopyAsync(string api, TemporaryDirectory directory) =>
        (await PublicApi.LoadAsync(api, TestEnvironment.RepositoryRoot)).CopyTo(directory.Path);

    /// <summary>The API's files as targets, placed relative to a workspace, all others as imports.</summary>
    public static async Task<SchemaImage> CompileAsync(this PublicApiCopy copy, string workspace)
    {
        var set = await Protoc.CompileAsync(copy.Root, copy.Api.Files, copy.ImportRoots);
        var prefix = Path.GetRelativePath(workspace, copy.Root).Replace('\\', '/');
        return SchemaImage.Parse(set, [.. copy.Api.Files.Select(file => new SchemaTarget(file, prefix == "." ? file : prefix + "/" + file))]);
    }

    public static Task<SchemaImage> CompileAsync(this PublicApiCopy copy) => copy.CompileAsync(copy.Root);
}
