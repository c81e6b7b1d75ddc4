using System.ComponentModel;
using GrpcSdk.Shared;
using Microsoft.Build.Framework;

namespace GrpcSdk.Build;

/// <summary>What the tasks have in common: the project's .proto files and the protoc to compile them with.</summary>
public abstract class ProtoTask : Microsoft.Build.Utilities.Task, ICancelableTask
{
    private protected ProtoTask()
    {
    }

    /// <summary>The Protobuf items: ProtoRoot, AdditionalImportDirs and ProtoCompile count as they do for Grpc.Tools.</summary>
    [Required]
    public ITaskItem[] Protobuf { get; set; } = [];

    /// <summary>The project's directory; relative paths start there.</summary>
    [Required]
    public string ProjectDirectory { get; set; } = "";

    /// <summary>The protoc executable; empty when no package brings one.</summary>
    public string ProtocPath { get; set; } = "";

    /// <summary>Import directories of every run, such as the well-known types.</summary>
    public string StandardImportDirectories { get; set; } = "";

    /// <summary>Root for files outside of the project that name none, as in Grpc.Tools.</summary>
    public string DefaultProtoRoot { get; set; } = "";

    /// <summary>In a design-time build nothing is reported and nothing fails: the real build does both.</summary>
    public bool DesignTime { get; set; }

    private protected ChildProcess Child { get; } = new();

    /// <inheritdoc/>
    public void Cancel() => Child.Cancel();

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

        var grouping = new ProtoGrouping(ProjectDirectory, SplitDirectories(StandardImportDirectories), DefaultProtoRoot);
        try
        {
            Execute(Protobuf.Length == 0 ? [grouping.Empty()] : grouping.Group(Protobuf), new Protoc(protocPath, Child), report);
        }
        catch (Win32Exception exception)
        {
            report.ProtocDoesNotStart(protocPath, exception.Message);
        }

        return !Log.HasLoggedErrors;
    }

    private protected abstract void Execute(IReadOnlyList<ProtoSet> sets, Protoc protoc, BuildReport report);

    private protected string FullPath(string path) => Path.GetFullPath(Path.Combine(ProjectDirectory, path));

    private static string[] SplitDirectories(string list) =>
        [.. list.Split([';'], StringSplitOptions.RemoveEmptyEntries).Select(part => part.Trim()).Where(part => part.Length > 0)];
}
