namespace GrpcSdk.Schema.Tests.Tooling;

/// <summary>Two versions of a module, compared by our engine and by buf. Many cases fit into one run.</summary>
internal sealed class BreakingComparison : IDisposable
{
    /// <summary>Every breaking rule that the newest version of buf.yaml has.</summary>
    public const string AllRules =
        """
        version: v2
        breaking:
          use: [FILE, PACKAGE, WIRE, WIRE_JSON, CSR]

        """;

    private readonly TemporaryDirectory _directory = new();

    /// <summary>The buf.yaml of both versions.</summary>
    public string Configuration { get; init; } = AllRules;

    /// <summary>Arguments for buf.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    private string Previous => _directory.File("old");

    private string Current => _directory.File("new");

    public void AddPrevious(IEnumerable<KeyValuePair<string, string>> files) => Write(Previous, files);

    public void AddCurrent(IEnumerable<KeyValuePair<string, string>> files) => Write(Current, files);

    /// <summary>Adds a case with the folders <c>old</c> and <c>new</c>.</summary>
    public void Add(Fixture fixture) => fixture.WriteTo(_directory.Path);

    /// <summary>What buf says and what we say.</summary>
    public async Task<(IReadOnlyList<BufAnnotation> Buf, IReadOnlyList<BufAnnotation> Ours)> RunAsync()
    {
        Write(Previous, [KeyValuePair.Create("buf.yaml", Configuration)]);
        Write(Current, [KeyValuePair.Create("buf.yaml", Configuration)]);
        var buf = BufCli.BreakingAsync(Current, Previous, [.. Arguments]);
        var findings = SchemaBreaking.Run(
            await CompileAsync(Current),
            await CompileAsync(Previous),
            BufConfiguration.Parse(Configuration),
            excludeImports: Arguments.Contains("--exclude-imports"));
        return (await buf, Differential.ToBuf(findings, Current));
    }

    public void Dispose() => _directory.Dispose();

    private static void Write(string root, IEnumerable<KeyValuePair<string, string>> files)
    {
        Directory.CreateDirectory(root);
        foreach (var (path, text) in files)
        {
            var file = Path.Combine(root, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }
    }

    private static async Task<SchemaImage> CompileAsync(string root)
    {
        var files = TemporaryDirectory.ProtosIn(root);
        return SchemaImage.Parse(await Protoc.CompileAsync(root, files), [.. files.Select(file => new SchemaTarget(file))]);
    }
}
