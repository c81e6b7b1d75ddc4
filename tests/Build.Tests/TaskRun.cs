using Google.Protobuf.Reflection;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace GrpcSdk.Build.Tests;

/// <summary>A project folder on which the task is run, as its target does it.</summary>
internal sealed class TaskRun(TemporaryFolder folder)
{
    public List<ITaskItem> Protobuf { get; } = [];

    public string Baseline { get; set; } = "";

    public string BufYaml { get; set; } = "";

    public string ProtocPath { get; set; } = TestEnvironment.Protoc;

    public bool DesignTime { get; set; }

    public string OutputDirectory { get; set; } = folder["obj"];

    public TaskRun Add(string path, string? root = null, string? imports = null, bool compile = false)
    {
        var item = new TaskItem(MSBuildText.Escape(path));
        item.SetMetadata("ProtoRoot", MSBuildText.Escape(root ?? ""));
        item.SetMetadata("AdditionalImportDirs", imports ?? "");
        item.SetMetadata("ProtoCompile", compile ? "True" : "false");
        Protobuf.Add(item);
        return this;
    }

    public TaskOutcome Execute()
    {
        var engine = new RecordingBuildEngine();
        var task = new CompileDescriptorSets
        {
            BuildEngine = engine,
            Protobuf = [.. Protobuf],
            ProjectDirectory = folder.Path,
            OutputDirectory = OutputDirectory,
            ProtocPath = ProtocPath,
            StandardImportDirectories = TestEnvironment.WellKnownTypes,
            Baseline = Baseline,
            BufYamlPath = BufYaml,
            ToolPath = TestEnvironment.Tool,
            DesignTime = DesignTime,
        };
        var succeeded = task.Execute();
        return new TaskOutcome(succeeded, task.AdditionalFiles, engine);
    }
}

/// <summary>What a run of the task gave and said.</summary>
internal sealed record TaskOutcome(bool Succeeded, ITaskItem[] Items, RecordingBuildEngine Engine)
{
    /// <summary>How many descriptor files were made, each by a run of protoc or of the tool.</summary>
    public int ProtocRuns => Engine.Messages.Count(message => message.Contains(" is made.", StringComparison.Ordinal));

    public IEnumerable<string> Errors => Engine.Errors.Select(error =>
        $"{Path.GetFileName(error.File ?? "")}({error.LineNumber},{error.ColumnNumber}): {error.Code}: {error.Message}");

    public ITaskItem[] OfKind(string kind) => [.. Items.Where(item => item.GetMetadata("GrpcSdkKind") == kind)];

    /// <summary>The only descriptor file, read back.</summary>
    public (string[] Header, FileDescriptorSet Set) Descriptors(string kind = "DescriptorSet") => Read(Assert.Single(OfKind(kind)).ItemSpec);

    public static (string[] Header, FileDescriptorSet Set) Read(string path)
    {
        var lines = File.ReadAllLines(path);
        var blank = Array.IndexOf(lines, "");
        return (lines[..blank], FileDescriptorSet.Parser.ParseFrom(Convert.FromBase64String(string.Concat(lines[(blank + 1)..]))));
    }
}
