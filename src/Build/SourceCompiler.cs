// The project's own .proto files: one protoc run per set.
using GrpcSdk.Shared;

namespace GrpcSdk.Build;

/// <summary>Compiles the sets of a project.</summary>
internal sealed class SourceCompiler(Protoc protoc, DescriptorOutputs outputs, BuildReport report)
{
    /// <summary>
    /// The descriptor file of a set; null, with protoc's errors reported, when it refused. Grpc.Tools has compiled before
    /// us: what it reports ended the build already, and what only we see is ours to tell.
    /// </summary>
    public string? Compile(ProtoSet set) => outputs.Make(new DescriptorRecipe(
        "protos-" + set.Id(),
        Stamp.KeyOf(protoc.Path, Protoc.Arguments(set, Protoc.ForChecks)),
        () => FingerprintsOf(set),
        binary => Run(set, binary),
        descriptorSet => DescriptorOutputs.InputsOf(set, descriptorSet)));

    private bool Run(ProtoSet set, string binary)
    {
        if (set.Files.Count == 0)
        {
            // The last file was deleted: what it had is compared with nothing.
            File.WriteAllBytes(binary, []);
            return true;
        }

        var result = protoc.Run(set, Protoc.ForChecks, binary);
        report.ProtosDoNotCompile(result.Errors);
        return result.Succeeded;
    }

    private static IEnumerable<(string Fingerprint, string Name)> FingerprintsOf(ProtoSet set) =>
        set.Files.Where(file => File.Exists(file.FullPath)).Select(file => (DescriptorFile.FingerprintOf(file.FullPath), file.Name));
}
