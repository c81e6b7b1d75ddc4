using GrpcSdk.Shared;
using Microsoft.Build.Framework;

namespace GrpcSdk.Build;

/// <summary>
/// Repairs the project's .proto files with <c>grpcsdk fix</c>: the workspace of each buf.yaml that governs them, and each
/// proto root that none governs.
/// </summary>
public sealed class FixProtos : ProtoTask
{
    /// <summary>What was released: no repair may break it.</summary>
    public string Baseline { get; set; } = "";

    /// <summary>The buf.yaml to use instead of the nearest one upwards of a proto root.</summary>
    public string BufYamlPath { get; set; } = "";

    /// <summary>The directory to repair instead of those that the Protobuf items lie in.</summary>
    public string FixDirectory { get; set; } = "";

    /// <summary>The only rules to repair, by name or id.</summary>
    public ITaskItem[] Rules { get; set; } = [];

    /// <summary>GrpcSdkSchemaRules: with <c>standard</c>, buf's defaults hold where no buf.yaml is.</summary>
    public string Preset { get; set; } = "";

    /// <summary>Also the rules that buf does not have.</summary>
    public bool Own { get; set; }

    /// <summary>Print a diff and write nothing.</summary>
    public bool DryRun { get; set; }

    /// <summary>The dotnet command.</summary>
    [Required]
    public string DotNetPath { get; set; } = "";

    /// <summary>grpcsdk.dll.</summary>
    [Required]
    public string ToolPath { get; set; } = "";

    private protected override void Execute(IReadOnlyList<ProtoSet> sets, Protoc protoc, BuildReport report)
    {
        var tool = new GrpcSdkTool(Child, DotNetPath, ToolPath, ProjectDirectory);
        foreach (var workspace in sets.GroupBy(WorkspaceOf))
        {
            if (!tool.Run(ArgumentsFor(workspace.Key.Directory, workspace.Key.BufYaml, [.. workspace]), out var outcome, out var reason))
            {
                report.ProtosCannotBeRepaired(reason);
            }
            else if (outcome is not null)
            {
                Print(outcome.Output);
                Print(outcome.Error);
            }
        }
    }

    private (string Directory, string? BufYaml) WorkspaceOf(ProtoSet set)
    {
        var bufYaml = BufYamlPath.Length > 0 ? FullPath(BufYamlPath) : BufYaml.FindUpwards(set.Root);
        return FixDirectory.Length > 0 ? (FullPath(FixDirectory), null) : (bufYaml is null ? set.Root : Path.GetDirectoryName(bufYaml)!, BufYamlPath.Length > 0 ? bufYaml : null);
    }

    private IEnumerable<string> ArgumentsFor(string directory, string? bufYaml, IReadOnlyList<ProtoSet> sets)
    {
        var roots = sets.Select(set => set.Root).ToList();
        return
        [
            "fix", directory, "--protoc", FullPath(ProtocPath),
            .. bufYaml is null ? [] : new[] { "--config", bufYaml },
            .. sets.SelectMany(set => set.ImportDirectories).Distinct().Where(import => !roots.Contains(import)).SelectMany(import => new[] { "--proto-path", import }),
            .. Baseline.Length == 0 ? [] : new[] { "--against", BaselineSource.Of(Baseline, ProjectDirectory).FullPath },
            .. Rules.SelectMany(rule => new[] { "--rule", rule.ItemSpec }),
            .. Preset == "standard" ? ["--standard"] : Array.Empty<string>(),
            .. Own ? ["--own"] : Array.Empty<string>(),
            .. DryRun ? ["--dry-run"] : Array.Empty<string>(),
        ];
    }

    /// <summary>Line by line, as a message of its own: a diff keeps its shape.</summary>
    private void Print(string text)
    {
        foreach (var line in text.Replace("\r\n", "\n").TrimEnd('\n').Split('\n').Where(line => line.Length > 0))
        {
            Log.LogMessage(MessageImportance.High, "{0}", line);
        }
    }
}
