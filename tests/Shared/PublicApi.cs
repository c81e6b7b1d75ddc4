// Public APIs that nobody here wrote, and where their protos are: in npm packages that package.json pins.
using System.Text.RegularExpressions;

namespace GrpcSdk.Tests.Shared;

/// <summary>The .proto files of one API, and those that they import.</summary>
internal sealed partial class PublicApi
{
    private readonly Dictionary<string, IReadOnlySet<string>?> _closures;

    /// <summary><paramref name="broken"/> are files that do not compile, in the way that they are packed.</summary>
    private PublicApi(string name, IReadOnlyList<string> roots, IEnumerable<string> folders, params IEnumerable<string> broken)
    {
        _closures = broken.ToDictionary(file => file, _ => (IReadOnlySet<string>?)null);
        Name = name;
        Roots = roots;
        Files =
        [
            .. folders.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.proto", SearchOption.AllDirectories))
                .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
                .Where(file => ClosureOf(file) is not null)
                .Order(StringComparer.Ordinal),
        ];
        Imports = [.. Files.SelectMany(file => ClosureOf(file)!).Except(Files).Order(StringComparer.Ordinal)];
    }

    public static IReadOnlyList<string> Names => ["googleapis", "temporal", "opentelemetry", "envoy", "cosmos"];

    public string Name { get; }

    /// <summary>The import root of its own files.</summary>
    public string Root => Roots[0];

    /// <summary>Its own import root, then those of what it imports.</summary>
    public IReadOnlyList<string> Roots { get; }

    /// <summary>Its own files, relative to its root, in order. Left out is what imports a file that its package lacks.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>The files of others that its own import, also through one another; without google/protobuf, which comes with every compiler.</summary>
    public IReadOnlyList<string> Imports { get; }

    /// <summary>Those of its own files that declare options, or the types of options: who changes them breaks all files that set them.</summary>
    public IEnumerable<string> OptionFiles => Files.Where(file => Options().IsMatch(File.ReadAllText(PathOf(file)))).SelectMany(file => ClosureOf(file)!).Intersect(Files);

    /// <summary>Its own files that declare services, and all that they import: what code for clients needs.</summary>
    public IEnumerable<string> ServiceFiles => Files.Where(file => Service().IsMatch(File.ReadAllText(PathOf(file)))).SelectMany(file => ClosureOf(file)!).Distinct().Order(StringComparer.Ordinal);

    /// <summary>The API of a name, in the packages below the repository's root; installs them when they are not there yet, and skips the test without npm.</summary>
    public static async Task<PublicApi> LoadAsync(string name, string repositoryRoot)
    {
        await NpmOrSkip.InstallAsync(repositoryRoot);
        return Create(name, package => Path.Combine(repositoryRoot, "node_modules", Path.Combine(package.Split('/'))));
    }

    /// <summary>Where one of its own or imported files is.</summary>
    public string PathOf(string file) => Find(file) ?? throw new FileNotFoundException($"{Name} has no {file}.");

    /// <summary>Copies its own files and those that they import into two folders below another, where a test may change them.</summary>
    public PublicApiCopy CopyTo(string directory)
    {
        var copy = new PublicApiCopy(this, Path.Combine(directory, Name), Imports.Count == 0 ? null : Path.Combine(directory, Name + "-imports"));
        foreach (var (root, file) in Files.Select(file => (copy.Root, file)).Concat(Imports.Select(file => (copy.ImportRoot!, file))))
        {
            var target = Path.Combine(root, file);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(PathOf(file), target);
        }

        return copy;
    }

    private static PublicApi Create(string name, Func<string, string> package)
    {
        var google = package("google-proto-files");
        var telemetry = package("@opentelemetry/otlp-grpc-exporter-base/build/protos");
        return name switch
        {
            "googleapis" => new(name, [google], GoogleFolders.Select(folder => "google/" + folder)),
            "temporal" => new(name, [package("@temporalio/core-bridge/sdk-core/crates/protos/protos/api_upstream"), google], ["temporal", "nexusannotations"]),
            "opentelemetry" => new(name, [telemetry], ["opentelemetry"]),
            "envoy" => new(name, [.. new[] { "envoy-api", "xds", "protoc-gen-validate" }.Select(folder => package("@grpc/grpc-js-xds/deps/" + folder)), telemetry, google], ["envoy"], EnvoyBroken),
            "cosmos" => new(name, [package("@protobufs")], ["cosmos"]),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such public API."),
        };
    }

    /// <summary>Of Google's 400 APIs, those of every age and style that compile in seconds.</summary>
    private static string[] GoogleFolders =>
    [
        "api", "apps/card", "bigtable", "bytestream", "chat", "cloud/functions", "cloud/kms", "cloud/redis", "cloud/scheduler", "cloud/speech", "cloud/tasks",
        "cloud/texttospeech", "cloud/vision", "example/library", "firestore", "geo/type", "iam", "logging", "longrunning", "maps/places", "maps/routing",
        "monitoring", "pubsub", "rpc", "spanner", "storage", "type", "watcher",
    ];

    /// <summary>They set options of protoc-gen-validate that are newer than the copy of it in the package.</summary>
    private static string[] EnvoyBroken =>
    [
        "envoy/config/core/v3/protocol.proto",
        "envoy/extensions/filters/http/oauth2/v3/oauth.proto",
        "envoy/extensions/geoip_providers/common/v3/common.proto",
        "envoy/extensions/http/injected_credentials/generic/v3/generic.proto",
    ];

    /// <summary>A file and all that it imports; null when something is not there.</summary>
    private IReadOnlySet<string>? ClosureOf(string file)
    {
        if (!_closures.TryGetValue(file, out var closure))
        {
            closure = Find(file) is { } path
                ? Join(file, ImportLine().Matches(File.ReadAllText(path)).Select(line => line.Groups["file"].Value).Where(import => !import.StartsWith("google/protobuf/", StringComparison.Ordinal)))
                : null;
            _closures.Add(file, closure);
        }

        return closure;
    }

    private HashSet<string>? Join(string file, IEnumerable<string> imports)
    {
        var all = new HashSet<string>(StringComparer.Ordinal) { file };
        foreach (var import in imports)
        {
            if (ClosureOf(import) is not { } closure)
            {
                return null;
            }

            all.UnionWith(closure);
        }

        return all;
    }

    private string? Find(string file) => Roots.Select(root => Path.Combine(root, file)).FirstOrDefault(File.Exists);

    [GeneratedRegex(@"^extend\s+\.?google\.protobuf\.\w+Options\b", RegexOptions.Multiline)]
    private static partial Regex Options();

    [GeneratedRegex(@"^service\s+\w+", RegexOptions.Multiline)]
    private static partial Regex Service();

    [GeneratedRegex("""^import\s+(?:public\s+|weak\s+)?"(?<file>[^"]+)"\s*;""", RegexOptions.Multiline)]
    private static partial Regex ImportLine();
}

/// <summary>A copy of an API: <paramref name="Root"/> holds its own files, <paramref name="ImportRoot"/> what they import from others.</summary>
internal sealed record PublicApiCopy(PublicApi Api, string Root, string? ImportRoot)
{
    /// <summary>The import roots beside its own: one, or none.</summary>
    public string[] ImportRoots => ImportRoot is null ? [] : [ImportRoot];
}
