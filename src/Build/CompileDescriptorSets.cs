using GrpcSdk.Shared;
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
        var bufYaml = BufYamlPath.Length == 0 ? null : FullPath(BufYamlPath);
        if (bufYaml != null && !File.Exists(bufYaml))
        {
            report.BufYamlIsMissing(bufYaml);
            return;
        }

        try
        {
            Directory.CreateDirectory(OutputDirectory);
            Compile(sets, protoc, bufYaml, report);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            report.OutputCannotBeWritten(OutputDirectory, exception.Message);
        }
    }

    private void Compile(IReadOnlyList<ProtoSet> sets, Protoc protoc, string? bufYaml, BuildReport report)
    {
        var outputs = new DescriptorOutputs(OutputDirectory, Log);
        var items = new AdditionalFileItems(bufYaml);
        var compiler = new SourceCompiler(protoc, outputs, report);
        foreach (var set in sets)
        {
            if (compiler.Compile(set) is { } descriptorFile)
            {
                items.AddSources(set, descriptorFile);
            }
        }

        if (Baseline.Length > 0)
        {
            var tool = new GrpcSdkTool(Child, DotNetPath, ToolPath, ProjectDirectory);
            new PreviousSchemas(protoc, tool, Child, outputs, report).AddTo(items, BaselineSource.Of(Baseline, ProjectDirectory), sets);
        }

        AdditionalFiles = items.ToArray();
        WrittenFiles = [.. outputs.WrittenFiles.Select(path => new TaskItem(MSBuildText.Escape(path)))];
    }
}
