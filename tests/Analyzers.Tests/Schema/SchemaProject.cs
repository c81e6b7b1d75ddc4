// A project with .proto files as the compiler sees it: the real build task and the real protoc make its descriptor sets.
using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using GrpcSdk.Analyzers.Schema;
using GrpcSdk.Build;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;
using Microsoft.CodeAnalysis.Text;

namespace GrpcSdk.Analyzers.Tests.Schema;

internal sealed class SchemaProject : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("grpcsdk-schema-").FullName;
    private readonly List<ITaskItem> _protobuf = [];
    private readonly Dictionary<string, ImmutableArray<TextSpan>> _expected = [];
    private readonly Dictionary<string, string> _properties = [];
    private bool _hasBaseline;

    public string this[string name] => Path.Combine(_directory, name);

    /// <summary>Adds a .proto file below a root, which may import from another one; <c>{|GSDK1016:text|}</c> marks what is expected of it.</summary>
    public SchemaProject Proto(string name, string markup, string root = "protos", Encoding? encoding = null, string? imports = null)
    {
        var path = this[root + "/" + name];
        TestFileMarkupParser.GetSpans(markup, out var text, out ImmutableDictionary<string, ImmutableArray<TextSpan>> spans);
        Write(path, text, encoding);
        foreach (var (id, marked) in spans)
        {
            _expected[id + " " + path] = marked;
        }

        var item = new TaskItem(path);
        item.SetMetadata("ProtoRoot", this[root]);
        item.SetMetadata("ProtoCompile", "false");
        item.SetMetadata("AdditionalImportDirs", imports is null ? "" : this[imports]);
        _protobuf.Add(item);
        return this;
    }

    /// <summary>The item of the file that was added last gets metadata.</summary>
    public SchemaProject Metadata(string name, string value)
    {
        _protobuf[^1].SetMetadata(name, value);
        return this;
    }

    /// <summary>A .proto file that lies beside the project's, but is no item.</summary>
    public SchemaProject Import(string name, string text)
    {
        Write(this["protos/" + name], text, null);
        return this;
    }

    public SchemaProject Baseline(string name, string text)
    {
        _hasBaseline = true;
        Write(this["baseline/" + name], text, null);
        return this;
    }

    public SchemaProject BufYaml(string text, string directory = "protos") => Configuration(directory + "/buf.yaml", text);

    public SchemaProject Configuration(string name, string text)
    {
        Write(this[name], text, null);
        return this;
    }

    public SchemaProject Property(string name, string value)
    {
        _properties["build_property." + name] = value;
        return this;
    }

    /// <summary>Builds and analyzes, and asserts that what the markup says is reported, and nothing else.</summary>
    public async Task<ImmutableArray<Diagnostic>> VerifyAsync()
    {
        var diagnostics = await Compile().AnalyzeAsync();
        Assert.DoesNotContain(diagnostics, diagnostic => diagnostic.Id == "AD0001");
        var expected = _expected.SelectMany(entry => entry.Value.Select(span => $"{entry.Key} {span}")).Order();
        var actual = diagnostics.Where(diagnostic => diagnostic.Location != Location.None)
            .Select(diagnostic => $"{diagnostic.Id} {diagnostic.Location.GetLineSpan().Path} {diagnostic.Location.SourceSpan}").Order();
        Assert.Equal(expected, actual);
        return diagnostics;
    }

    /// <summary>What the build hands to the compiler.</summary>
    public CompilerInput Compile()
    {
        var task = new CompileDescriptorSets
        {
            BuildEngine = new SilentBuildEngine(),
            Protobuf = [.. _protobuf],
            ProjectDirectory = _directory,
            OutputDirectory = this["obj"],
            ProtocPath = ProtocPath(),
            StandardImportDirectories = Path.Combine(GrpcTools, "build", "native", "include"),
            Baseline = _hasBaseline ? "baseline" : "",
        };
        Assert.True(task.Execute());
        var marks = new MarkVendoredProtos { Protobuf = [.. _protobuf], Files = task.AdditionalFiles, ProjectDirectory = _directory };
        Assert.True(marks.Execute());
        return new CompilerInput(_properties, [.. marks.MarkedFiles.Select(CompilerFile.Of)]);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static string GrpcTools =>
        typeof(SchemaProject).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(attribute => attribute.Key == "GrpcTools").Value!;

    private static string ProtocPath()
    {
        var cpu = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "x64";
        var folder = OperatingSystem.IsWindows() ? "windows_x64" : OperatingSystem.IsMacOS() ? "macosx_universal" : "linux_" + cpu;
        return Path.Combine(GrpcTools, "tools", folder, OperatingSystem.IsWindows() ? "protoc.exe" : "protoc");
    }

    private static void Write(string path, string text, Encoding? encoding)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text, encoding ?? new UTF8Encoding(false));
    }

    private sealed class SilentBuildEngine : IBuildEngine
    {
        public bool ContinueOnError => false;

        public int LineNumberOfTaskNode => 0;

        public int ColumnNumberOfTaskNode => 0;

        public string ProjectFileOfTaskNode => "test.csproj";

        public bool BuildProjectFile(string projectFileName, string[] targetNames, System.Collections.IDictionary globalProperties, System.Collections.IDictionary targetOutputs) => false;

        public void LogCustomEvent(CustomBuildEventArgs e)
        {
        }

        public void LogErrorEvent(BuildErrorEventArgs e) => Assert.Fail($"{e.File}({e.LineNumber},{e.ColumnNumber}): {e.Code}: {e.Message}");

        public void LogMessageEvent(BuildMessageEventArgs e)
        {
        }

        public void LogWarningEvent(BuildWarningEventArgs e) => Assert.Fail(e.Message);
    }
}

/// <summary>An additional file with its metadata, and a count of how often its text was asked for.</summary>
internal sealed class CompilerFile(string path, SourceText text, ImmutableDictionary<string, string> metadata) : AdditionalText
{
    private int _reads;

    public override string Path => path;

    public ImmutableDictionary<string, string> Metadata => metadata;

    public int Reads => _reads;

    public string Kind => metadata["build_metadata.AdditionalFiles.GrpcSdkKind"];

    public static CompilerFile Of(ITaskItem item)
    {
        using var stream = File.OpenRead(item.ItemSpec);
        string[] names = ["GrpcSdkKind", "GrpcSdkSet", "GrpcSdkProtoName", "GrpcSdkVendored"];
        return new CompilerFile(item.ItemSpec, SourceText.From(stream), names.ToImmutableDictionary(name => "build_metadata.AdditionalFiles." + name, item.GetMetadata));
    }

    public CompilerFile With(string newText) => new(path, SourceText.From(newText), metadata);

    public override SourceText GetText(CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _reads);
        return text;
    }
}

/// <summary>A compilation with additional files.</summary>
internal sealed record CompilerInput(IReadOnlyDictionary<string, string> Properties, ImmutableArray<CompilerFile> Files)
{
    public string Source { get; init; } = "class C { }";

    public ImmutableDictionary<string, ReportDiagnostic> Severities { get; init; } = ImmutableDictionary<string, ReportDiagnostic>.Empty;

    public CompilerFile File(string kind) => Files.Single(file => file.Kind == kind);

    public CompilerInput Replace(CompilerFile file, CompilerFile by) => this with { Files = Files.Replace(file, by) };

    public Task<ImmutableArray<Diagnostic>> AnalyzeAsync() => Driver().GetAllDiagnosticsAsync();

    /// <summary>What an editor gets when it asks for one additional file.</summary>
    public async Task<ImmutableArray<Diagnostic>> AnalyzeAsync(AdditionalText file) =>
        [.. (await Driver().GetAnalysisResultAsync(file, default)).AdditionalFileDiagnostics[file].Values.SelectMany(diagnostics => diagnostics)];

    public AnalyzerOptions AnalyzerOptions => new(Files.CastArray<AdditionalText>(), new OptionsProvider(Properties));

    private CompilationWithAnalyzers Driver()
    {
        var compilation = CSharpCompilation.Create(
            "test",
            [CSharpSyntaxTree.ParseText(Source)],
            Basic.Reference.Assemblies.Net100.References.All,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, specificDiagnosticOptions: Severities));
        return compilation.WithAnalyzers([new SchemaAnalyzer()], new CompilationWithAnalyzersOptions(AnalyzerOptions, null, concurrentAnalysis: true, logAnalyzerExecutionTime: false));
    }

    private sealed class OptionsProvider(IReadOnlyDictionary<string, string> properties) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Options(properties);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => new Options(((CompilerFile)textFile).Metadata);
    }

    private sealed class Options(IReadOnlyDictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value) =>
            values.TryGetValue(key, out value);
    }
}
