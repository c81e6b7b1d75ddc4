using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace GrpcSdk.Build;

/// <summary>
/// Turns the .proto files of a project, and its baseline, into descriptor files that the compiler carries as additional
/// files. Runs protoc once per distinct list of import directories, and not at all when nothing changed.
/// </summary>
public sealed class CompileDescriptorSets : ProtoTask
{
    /// <summary>Where descriptor files and stamps go, below obj.</summary>
    [Required]
    public string OutputDirectory { get; set; } = "";

    /// <summary>The schema to compare with: a directory of .proto files, an image file, git:REF or git:REF:PATH. Empty for none.</summary>
    public string Baseline { get; set; } = "";

    /// <summary>buf.yaml; empty for the nearest one above each proto root.</summary>
    public string BufYamlPath { get; set; } = "";

    /// <summary>The dotnet host that runs the grpcsdk tool.</summary>
    public string DotNetPath { get; set; } = "dotnet";

    /// <summary>The grpcsdk tool, which reads image files and git.</summary>
    public string ToolPath { get; set; } = "";

    /// <summary>The files for the compiler, with the metadata by which the analyzers know them.</summary>
    [Output]
    public ITaskItem[] AdditionalFiles { get; private set; } = [];

    /// <summary>Every file that this task owns, for clean.</summary>
    [Output]
    public ITaskItem[] WrittenFiles { get; private set; } = [];

    private protected override void Execute(IReadOnlyList<ProtoSet> sets, Protoc protoc, BuildReport report)
    {
        Directory.CreateDirectory(OutputDirectory);
        var outputs = new DescriptorOutputs(OutputDirectory, Log);
        var items = new AdditionalFileItems(BufYamlPath.Length == 0 ? null : FullPath(BufYamlPath));
        var compiler = new SourceCompiler(protoc, outputs, report);
        foreach (var set in sets)
        {
            if (compiler.Compile(set) is { } descriptorFile)
            {
                items.AddSources(set, descriptorFile);
            }
        }

        if (Baseline.Length > 0 && CompileBaseline(sets, protoc, outputs, report) is { } baselineFile)
        {
            items.AddBaseline(baselineFile);
        }

        AdditionalFiles = items.ToArray();
        WrittenFiles = [.. outputs.WrittenFiles.Select(path => new TaskItem(MSBuildText.Escape(path)))];
    }

    private string? CompileBaseline(IReadOnlyList<ProtoSet> sets, Protoc protoc, DescriptorOutputs outputs, BuildReport report)
    {
        var source = new BaselineSource(Baseline, FullPath(Baseline));
        return source.IsDirectory
            ? new BaselineDirectory(protoc, outputs, report).Compile(source.FullPath, sets)
            : new BaselineTool(Child, DotNetPath, ToolPath, protoc.Path, outputs, report).Read(source, sets);
    }
}
