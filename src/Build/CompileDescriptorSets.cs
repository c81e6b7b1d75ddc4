using System.ComponentModel;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace GrpcSdk.Build;

/// <summary>
/// Turns the .proto files of a project, and its baseline, into descriptor files that the compiler carries as additional
/// files. Runs protoc once per distinct list of import directories, and not at all when nothing changed.
/// </summary>
public sealed class CompileDescriptorSets : Microsoft.Build.Utilities.Task, ICancelableTask
{
    private Protoc? _protoc;

    /// <summary>The Protobuf items: ProtoRoot, AdditionalImportDirs and ProtoCompile count as they do for Grpc.Tools.</summary>
    [Required]
    public ITaskItem[] Protobuf { get; set; } = [];

    /// <summary>The project's directory; relative paths start there.</summary>
    [Required]
    public string ProjectDirectory { get; set; } = "";

    /// <summary>Where descriptor files and stamps go, below obj.</summary>
    [Required]
    public string OutputDirectory { get; set; } = "";

    /// <summary>The protoc executable; empty when no package brings one.</summary>
    public string ProtocPath { get; set; } = "";

    /// <summary>Import directories of every run, such as the well-known types.</summary>
    public string StandardImportDirectories { get; set; } = "";

    /// <summary>Root for files outside of the project that name none, as in Grpc.Tools.</summary>
    public string DefaultProtoRoot { get; set; } = "";

    /// <summary>The schema to compare with: a directory of .proto files. Empty for none.</summary>
    public string Baseline { get; set; } = "";

    /// <summary>buf.yaml; empty for the nearest one above each proto root.</summary>
    public string BufYamlPath { get; set; } = "";

    /// <summary>In a design-time build nothing is reported and nothing fails: the real build does both.</summary>
    public bool DesignTime { get; set; }

    /// <summary>The files for the compiler, with the metadata by which the analyzers know them.</summary>
    [Output]
    public ITaskItem[] AdditionalFiles { get; private set; } = [];

    /// <summary>Every file that this task owns, for clean.</summary>
    [Output]
    public ITaskItem[] WrittenFiles { get; private set; } = [];

    /// <inheritdoc/>
    public void Cancel() => _protoc?.Cancel();

    /// <inheritdoc/>
    public override bool Execute()
    {
        var report = new BuildReport(Log, DesignTime);
        if (ProtocPath.Length == 0)
        {
            report.ProtocIsNotReferenced();
            return true;
        }

        var protocPath = FullPath(ProtocPath);
        if (!File.Exists(protocPath))
        {
            report.ProtocIsMissing(protocPath);
            return !Log.HasLoggedErrors;
        }

        Directory.CreateDirectory(OutputDirectory);
        _protoc = new Protoc(protocPath, ProjectDirectory);
        var compiler = new DescriptorCompiler(_protoc, OutputDirectory, report, Log);
        try
        {
            Compile(compiler, report);
        }
        catch (Win32Exception exception)
        {
            report.ProtocDoesNotStart(protocPath, exception.Message);
        }

        WrittenFiles = [.. compiler.WrittenFiles.Select(path => new TaskItem(MSBuildText.Escape(path)))];
        return !Log.HasLoggedErrors;
    }

    private void Compile(DescriptorCompiler compiler, BuildReport report)
    {
        var grouping = new ProtoGrouping(ProjectDirectory, SplitDirectories(StandardImportDirectories), DefaultProtoRoot);
        var sets = grouping.Group(Protobuf);
        var items = new AdditionalFileItems(BufYamlPath.Length == 0 ? null : FullPath(BufYamlPath));
        foreach (var set in sets)
        {
            if (compiler.CompileSources(set) is { } descriptorFile)
            {
                items.AddSources(set, descriptorFile);
            }
        }

        if (Baseline.Length > 0 && BaselineSet.Find(FullPath(Baseline), sets, report) is { } baseline &&
            compiler.CompileBaseline(baseline) is { } baselineFile)
        {
            items.AddBaseline(baselineFile);
        }

        AdditionalFiles = items.ToArray();
    }

    private string FullPath(string path) => Path.GetFullPath(Path.Combine(ProjectDirectory, path));

    private static string[] SplitDirectories(string list) =>
        [.. list.Split([';'], StringSplitOptions.RemoveEmptyEntries).Select(part => part.Trim()).Where(part => part.Length > 0)];
}
