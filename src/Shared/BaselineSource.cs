// What a baseline may be: GrpcSdkProtoBaseline of a build, and --against of the tool.

namespace GrpcSdk.Shared;

/// <summary>The schema that the current one is compared with.</summary>
/// <param name="Text">As it was written.</param>
/// <param name="FullPath">The same as a path, for what is one.</param>
internal sealed record BaselineSource(string Text, string FullPath)
{
    private const string GitPrefix = "git:";

    private static readonly string[] BinaryExtensions = [".binpb", ".bin", ".pb"];

    /// <summary>A text that is relative to a directory.</summary>
    public static BaselineSource Of(string text, string directory) =>
        new(text, text.StartsWith(GitPrefix, StringComparison.Ordinal) ? text : Path.GetFullPath(Path.Combine(directory, text)));

    public bool IsGit => Text.StartsWith(GitPrefix, StringComparison.Ordinal);

    /// <summary>The ref of git:REF and git:REF:PATH.</summary>
    public string GitRef => Text.Substring(GitPrefix.Length).Split(':')[0];

    /// <summary>The path of git:REF:PATH, relative to the repository's root; null for git:REF.</summary>
    public string? GitPath => Text.Substring(GitPrefix.Length).Split([':'], 2) is [_, var path] ? path.Trim('/') : null;

    /// <summary>Everything that is neither git nor an image, so that a missing one is reported as a missing directory.</summary>
    public bool IsDirectory => !IsGit && !IsImage;

    /// <summary>A file in one of the forms in which buf, protoc and we write descriptor sets.</summary>
    public bool IsImage => !IsGit && !Directory.Exists(FullPath) && (IsBinary || IsJson);

    /// <summary>An image file whose content is binary, plain or gzipped.</summary>
    public bool IsBinary => BinaryExtensions.Any(HasFormat);

    public bool IsJson => HasFormat(".json");

    /// <summary>An image that a build can write: binary, plain or gzipped.</summary>
    public bool IsWritable => !IsGit && IsBinary && !Directory.Exists(FullPath);

    public bool IsGzipped => HasExtension(".gz");

    private bool HasFormat(string extension) => HasExtension(extension) || HasExtension(extension + ".gz");

    private bool HasExtension(string extension) => Text.EndsWith(extension, StringComparison.OrdinalIgnoreCase);
}
