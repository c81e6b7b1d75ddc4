// The project's own .proto files: one protoc run per set, errors told by the one who should tell them.

namespace GrpcSdk.Build;

/// <summary>Compiles the sets of a project.</summary>
internal sealed class SourceCompiler(Protoc protoc, DescriptorOutputs outputs, BuildReport report)
{
    /// <summary>The descriptor file of a set; null when protoc refused it.</summary>
    public string? Compile(ProtoSet set) => outputs.Make(new DescriptorRecipe(
        "protos-" + set.Id,
        Stamp.KeyOf(protoc.Path, Protoc.Arguments(set, Protoc.ForChecks)),
        () => FingerprintsOf(set),
        binary => Run(set, binary),
        descriptorSet => DescriptorOutputs.InputsOf(set, descriptorSet)));

    private bool Run(ProtoSet set, string binary)
    {
        var result = protoc.Run(set, Protoc.ForChecks, binary);
        if (!result.Succeeded)
        {
            Report(set, result.Errors);
        }

        return result.Succeeded;
    }

    /// <summary>
    /// Grpc.Tools comes after us and reports protoc's errors about the files that it compiles, each once. What only we
    /// compile is ours to report: compile that alone, and leave out what the others will hear from Grpc.Tools.
    /// </summary>
    private void Report(ProtoSet set, IReadOnlyList<ProtocError> errors)
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
        var binary = outputs.TemporaryPath("errors.binpb");
        var result = protoc.Run(new ProtoSet(set.Root, set.ImportDirectories, files), Protoc.ForChecks, binary);
        File.Delete(binary);
        return result.Errors;
    }

    private static IEnumerable<(string Fingerprint, string Name)> FingerprintsOf(ProtoSet set) =>
        set.Files.Where(file => File.Exists(file.FullPath)).Select(file => (DescriptorFile.FingerprintOf(file.FullPath), file.Name));
}
