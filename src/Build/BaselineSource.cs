// What GrpcSdkProtoBaseline may name.

namespace GrpcSdk.Build;

/// <summary>The schema that the project's own is compared with.</summary>
/// <param name="Text">As the property has it.</param>
/// <param name="FullPath">The same as a path, for what is one.</param>
internal sealed record BaselineSource(string Text, string FullPath)
{
    private const string GitPrefix = "git:";

    private static readonly string[] ImageExtensions = [".binpb", ".bin", ".pb", ".json"];

    public bool IsGit => Text.StartsWith(GitPrefix, StringComparison.Ordinal);

    /// <summary>The ref of git:REF and git:REF:PATH.</summary>
    public string GitRef => Text.Substring(GitPrefix.Length).Split(':')[0];

    /// <summary>Everything that is neither git nor an image, so that a missing one is reported as a missing directory.</summary>
    public bool IsDirectory => !IsGit && (Directory.Exists(FullPath) || !IsImage);

    public bool IsImage => ImageExtensions.Any(extension => HasExtension(extension) || HasExtension(extension + ".gz"));

    /// <summary>An image that can be written: binary, plain or gzipped.</summary>
    public bool IsWritable => !IsGit && IsImage && !Directory.Exists(FullPath) && !HasExtension(".json") && !HasExtension(".json.gz");

    public bool IsGzipped => HasExtension(".gz");

    private bool HasExtension(string extension) => Text.EndsWith(extension, StringComparison.OrdinalIgnoreCase);
}
