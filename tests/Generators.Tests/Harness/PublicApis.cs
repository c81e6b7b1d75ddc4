// Public APIs that tests score and compile against: the corpus of GRPCSDK_CORPUS, and googleapis as npm has it.
using System.Reflection;
using System.Text.RegularExpressions;
using Google.Protobuf.Reflection;
using GrpcSdk.Tests.Shared;

namespace GrpcSdk.Generators.Tests.Harness;

/// <summary>Where the protos of real APIs are.</summary>
internal static partial class PublicApis
{
    /// <summary>One API set of the corpus; skips the test where there is no corpus.</summary>
    public static (string[] Roots, IReadOnlyList<string> Names) Corpus(string set)
    {
        var corpus = Environment.GetEnvironmentVariable("GRPCSDK_CORPUS");
        Assert.SkipWhen(string.IsNullOrEmpty(corpus), "GRPCSDK_CORPUS is not set: it names a folder of public .proto files");
        var root = Path.Combine(corpus!, set);
        return (set == "temporal" ? [root, Path.Combine(corpus!, "googleapis")] : [root], Names(root));
    }

    /// <summary>The root of this repository.</summary>
    public static string RepositoryRoot { get; } =
        typeof(PublicApis).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!;

    /// <summary>The root of googleapis, from the npm package that package.json pins.</summary>
    public static async Task<string> GoogleProtoFilesAsync()
    {
        await NpmOrSkip.InstallAsync(RepositoryRoot);
        return Path.Combine(RepositoryRoot, "node_modules", "google-proto-files");
    }

    /// <summary>All services of googleapis.</summary>
    public static async Task<FileDescriptorSet> GoogleApisAsync()
    {
        var protos = await GoogleProtoFilesAsync();
        return ProtoStubs.Descriptors([protos], [.. Names(protos).Where(n => Rpc().IsMatch(File.ReadAllText(Path.Combine(protos, n))))]);
    }

    private static IReadOnlyList<string> Names(string root) =>
    [
        .. Directory.EnumerateFiles(root, "*.proto", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(root, f).Replace('\\', '/'))
            .Where(f => !f.StartsWith("google/protobuf/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    [GeneratedRegex(@"^\s*rpc\s", RegexOptions.Multiline)]
    private static partial Regex Rpc();
}
