// Public APIs that tests score and compile against: those of several npm packages, and googleapis as a whole.
using System.Collections.Concurrent;
using System.Reflection;
using System.Text.RegularExpressions;
using Google.Protobuf.Reflection;
using GrpcSdk.Tests.Shared;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace GrpcSdk.Generators.Tests.Harness;

/// <summary>Public APIs as descriptors and as stubs.</summary>
internal static partial class PublicApis
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<CSharpCompilation>>> Stubs = new();

    public static TheoryData<string> Names => [.. PublicApi.Names];

    /// <summary>The root of this repository.</summary>
    public static string RepositoryRoot { get; } =
        typeof(PublicApis).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!;

    /// <summary>The descriptors of an API and of what it imports.</summary>
    public static async Task<FileDescriptorSet> DescriptorsAsync(string api)
    {
        var protos = await PublicApi.LoadAsync(api, RepositoryRoot);
        return ProtoStubs.Descriptors(protos.Roots, protos.Files);
    }

    /// <summary>The stubs of an API's services and of all that they need; compiled once per test run.</summary>
    public static Task<CSharpCompilation> StubsAsync(string api) => Stubs.GetOrAdd(api, _ => new(() => CompileAsync(api))).Value;

    /// <summary>
    /// What protoc makes of them does not compile, whoever uses it: a service with both CreateBucket and CreateBucketAsync,
    /// and a message with a field "clear_body" beside "body".
    /// </summary>
    private static readonly string[] DoesNotCompile = ["static partial class ConfigServiceV2\n", "source: envoy/service/ext_proc/v3/external_processor.proto\n"];

    private static async Task<CSharpCompilation> CompileAsync(string api)
    {
        var protos = await PublicApi.LoadAsync(api, RepositoryRoot);
        // Status comes from Google.Api.CommonProtos, as the runtime's does.
        var files = protos.ServiceFiles.Where(file => file != "google/rpc/status.proto");
        var stubs = TestCompilation.Create(ProtoStubs.CompileFiles(protos.Roots, [.. files]).Where(source => !DoesNotCompile.Any(source.Contains)), api);
        // Types of google.api are in Google.Api.CommonProtos too: the source wins.
        return stubs.WithOptions(stubs.Options.WithSpecificDiagnosticOptions([new("CS0436", ReportDiagnostic.Suppress)]));
    }

    /// <summary>The root of googleapis, from the npm package that package.json pins.</summary>
    public static async Task<string> GoogleProtoFilesAsync() => (await PublicApi.LoadAsync("googleapis", RepositoryRoot)).Root;

    /// <summary>All services of googleapis.</summary>
    public static async Task<FileDescriptorSet> GoogleApisAsync()
    {
        var protos = await GoogleProtoFilesAsync();
        return ProtoStubs.Descriptors([protos], [.. FilesIn(protos).Where(n => Rpc().IsMatch(File.ReadAllText(Path.Combine(protos, n))))]);
    }

    private static IReadOnlyList<string> FilesIn(string root) =>
    [
        .. Directory.EnumerateFiles(root, "*.proto", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(root, f).Replace('\\', '/'))
            .Where(f => !f.StartsWith("google/protobuf/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    [GeneratedRegex(@"^\s*rpc\s", RegexOptions.Multiline)]
    private static partial Regex Rpc();
}
