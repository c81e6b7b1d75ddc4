// Everything that this task says to a person: one method per diagnostic id, GSDK0001 to GSDK0005, GSDK0008 and GSDK0010.
using GrpcSdk.Shared;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace GrpcSdk.Build;

/// <summary>Reports what is wrong with the build; in a design-time build only into the log.</summary>
internal sealed class BuildReport(TaskLoggingHelper log, bool designTime)
{
    private const string ToolPrefix = "grpcsdk: ";

    public void ProtocIsNotReferenced() =>
        Warn("GSDK0001", "The schema rules did not run: protoc is missing. Reference Grpc.Tools (PrivateAssets=\"all\"), or set GrpcSdkProtocPath to a protoc executable. GrpcSdkSchemaRules=false turns the rules and this hint off.");

    public void ProtocIsMissing(string path) =>
        Error("GSDK0002", $"There is no protoc at '{path}'. Restore Grpc.Tools again, or correct GrpcSdkProtocPath, Protobuf_ProtocFullPath or the environment variable PROTOBUF_PROTOC.");

    public void ProtocDoesNotStart(string path, string reason) =>
        Error("GSDK0002", $"protoc at '{path}' does not start: {reason}");

    /// <summary>protoc's own words and places.</summary>
    public void ProtosDoNotCompile(IReadOnlyList<ProtocError> errors) => ErrorsOfProtoc("GSDK0003", errors, "");

    public void BaselineIsMissing(string path) =>
        Error("GSDK0004", $"The baseline '{path}' does not exist. GrpcSdkProtoBaseline names what to compare with: a directory of .proto files, an image file (.binpb or .json, also with .gz), git:REF or git:REF:PATH.");

    public void BaselineIsEmpty(string path) =>
        Error("GSDK0004", $"The baseline '{path}' contains no .proto file, so there is nothing to compare with.");

    public void BaselineHasAnotherLayout(string path, string stray, IReadOnlyList<string> expected) =>
        Error("GSDK0004", $"The baseline '{path}' has '{stray}', which no proto root of the project would hold. Expected {(expected.Count == 1 ? "is the content of the root in" : "are the roots in")} {string.Join(" and ", expected.Select(directory => $"'{directory}'"))}: a baseline directory stands for the deepest directory that holds all proto roots.");

    public void BaselineHasNoLayout(string value) =>
        Error("GSDK0004", $"The baseline '{value}' cannot be compared with: no directory holds all proto roots of the project. Use an image file.");

    public void BaselineCannotTellApart(string value, string first, string second) =>
        Error("GSDK0004", $"The image '{value}' knows files by their names, and '{first}' and '{second}' have the same name in their roots. Use a directory or git:REF as baseline: those are compared root by root.");

    /// <summary>Not a fault, but it must be visible that nothing was compared.</summary>
    public void RootIsNew(string root, string value)
    {
        if (!designTime)
        {
            log.LogMessage(MessageImportance.High, "GrpcSdk: '{0}' has no previous version in the baseline '{1}': it is not compared.", root, value);
        }
    }

    public void BaselineDoesNotCompile(IReadOnlyList<ProtocError> errors) => ErrorsOfProtoc("GSDK0005", errors, "The baseline does not compile: ");

    /// <summary>The words of the grpcsdk tool, which are made for people.</summary>
    public void BaselineCannotBeRead(string reason) => Error("GSDK0004", "The baseline cannot be read. " + WithoutPrefix(reason));

    /// <summary>The words of the grpcsdk tool again.</summary>
    public void ProtosCannotBeRepaired(string reason) => Error("GSDK0010", "The .proto files cannot be repaired. " + WithoutPrefix(reason));

    public void BaselineCannotBeWritten(string path, string reason) =>
        Error("GSDK0008", $"The baseline '{path}' cannot be written: {reason}");

    public void OutputCannotBeWritten(string directory, string reason) =>
        Error("GSDK0011", $"The .proto files were not checked: '{directory}' cannot be written. {reason}");

    public void BufYamlIsMissing(string path) =>
        Error("GSDK0006", $"There is no file '{path}'. Correct GrpcSdkBufYaml, or remove it: the nearest buf.yaml above a proto root is found by itself.");

    public void NamesAreAmbiguous(string first, string second) =>
        Error("GSDK0008", $"'{first}' and '{second}' have the same name in their roots, and an image knows files by their names. Use a directory or git:REF as baseline: those are compared root by root.");

    public void NothingToWrite(string path) =>
        Error("GSDK0008", $"The project has no .proto file: an empty baseline '{path}' would let every change pass.");

    public void BaselineIsNotWritable(string value) =>
        Error("GSDK0008", value.Length == 0
            ? "There is no baseline to update: set GrpcSdkProtoBaseline to an image file, such as baseline.binpb."
            : $"The baseline '{value}' is no image file that can be written. Set GrpcSdkProtoBaseline to a file that ends with .binpb or .binpb.gz.");

    private static string WithoutPrefix(string reason) => reason.StartsWith(ToolPrefix, StringComparison.Ordinal) ? reason.Substring(ToolPrefix.Length) : reason;

    private void ErrorsOfProtoc(string id, IReadOnlyList<ProtocError> errors, string prefix)
    {
        foreach (var error in errors)
        {
            Error(id, prefix + error.Text, error.File, error.Line, error.Column);
        }
    }

    private void Warn(string id, string message)
    {
        if (designTime)
        {
            Note(id, message);
        }
        else
        {
            log.LogWarning(null, id, null, HelpLink(id), null, 0, 0, 0, 0, "{0}", message);
        }
    }

    private void Error(string id, string message, string? file = null, int line = 0, int column = 0)
    {
        if (designTime)
        {
            Note(id, message);
        }
        else
        {
            log.LogError(null, id, null, HelpLink(id), file, line, column, 0, 0, "{0}", message);
        }
    }

    private void Note(string id, string message) => log.LogMessage(MessageImportance.Low, "{0}: {1}", id, message);

    private static string HelpLink(string id) => $"https://github.com/grpcsdk/grpcsdk/blob/main/docs/rules/{id}.md";
}
