// From a proto set to an up-to-date descriptor file, or to the errors that stand in the way.
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace GrpcSdk.Build;

/// <summary>Compiles sets into descriptor files of one directory.</summary>
internal sealed class DescriptorCompiler(Protoc protoc, string directory, BuildReport report, TaskLoggingHelper log)
{
    private readonly List<string> _written = [];

    public IReadOnlyList<string> WrittenFiles => _written;

    /// <summary>The descriptor file of the project's own set; null when protoc refused it.</summary>
    public string? CompileSources(ProtoSet set) => Compile(set, "protos-" + set.Id, ReportSourceErrors);

    /// <summary>The descriptor file of the baseline; null when protoc refused it.</summary>
    public string? CompileBaseline(ProtoSet set) => Compile(set, "baseline", (_, errors) => report.BaselineDoesNotCompile(errors));

    private string? Compile(ProtoSet set, string name, Action<ProtoSet, IReadOnlyList<ProtocError>> reportErrors)
    {
        var descriptorFile = Path.Combine(directory, name + ".txt");
        var stamp = Path.Combine(directory, name + ".stamp");
        _written.AddRange([descriptorFile, stamp]);
        var key = Stamp.KeyOf(protoc.Path, Protoc.Arguments(set));
        if (File.Exists(descriptorFile) && Stamp.IsUpToDate(stamp, key))
        {
            log.LogMessage(MessageImportance.Low, "GrpcSdk: {0} is up to date.", descriptorFile);
            return descriptorFile;
        }

        // What a failed run would leave behind must never be taken for its result.
        File.Delete(stamp);
        var fingerprints = FingerprintsOf(set);
        var binary = AtomicFile.UniquePath(descriptorFile + ".binpb");
        try
        {
            log.LogMessage(MessageImportance.Low, "GrpcSdk: protoc reads {0} file(s) for {1}.", set.Files.Count, descriptorFile);
            var result = protoc.Run(set, binary);
            if (!result.Succeeded)
            {
                File.Delete(descriptorFile);
                reportErrors(set, result.Errors);
                return null;
            }

            var descriptorSet = File.ReadAllBytes(binary);
            DescriptorFile.Write(descriptorFile, descriptorSet, fingerprints);
            Stamp.Write(stamp, key, InputsOf(set, DescriptorSetNames.Read(descriptorSet)));
            return descriptorFile;
        }
        finally
        {
            File.Delete(binary);
        }
    }

    /// <summary>
    /// Grpc.Tools comes after us and reports protoc's errors about the files that it compiles, each once. What only we
    /// compile is ours to report: compile that alone, and leave out what the others will hear from Grpc.Tools.
    /// </summary>
    private void ReportSourceErrors(ProtoSet set, IReadOnlyList<ProtocError> errors)
    {
        var compiled = set.Files.Where(file => file.IsCompiled).ToArray();
        var lintOnly = set.Files.Where(file => !file.IsCompiled).ToArray();
        if (compiled.Length == 0)
        {
            report.ProtosDoNotCompile(errors);
        }
        else if (lintOnly.Length > 0)
        {
            var told = ErrorsOf(set, compiled);
            report.ProtosDoNotCompile([.. ErrorsOf(set, lintOnly).Except(told)]);
        }
    }

    private IReadOnlyList<ProtocError> ErrorsOf(ProtoSet set, IReadOnlyList<ProtoFile> files)
    {
        var binary = AtomicFile.UniquePath(Path.Combine(directory, "protos-" + set.Id + ".errors"));
        var result = protoc.Run(new ProtoSet(set.Root, set.ImportDirectories, files), binary);
        File.Delete(binary);
        return result.Errors;
    }

    private static (string Fingerprint, string Name)[] FingerprintsOf(ProtoSet set) =>
        [.. set.Files.Where(file => File.Exists(file.FullPath)).Select(file => (DescriptorFile.FingerprintOf(file.FullPath), file.Name))];

    /// <summary>The files that protoc read: for each name in the set the first import directory that has it.</summary>
    private static IEnumerable<string> InputsOf(ProtoSet set, IReadOnlyList<string> names) =>
        set.Files.Select(file => file.FullPath)
            .Concat(names
                .Select(name => set.ImportDirectories.Select(directory => Path.Combine(directory, name)).FirstOrDefault(File.Exists))
                .OfType<string>())
            .Distinct(StringComparer.Ordinal);
}
