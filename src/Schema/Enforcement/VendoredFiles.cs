using GrpcSdk.Schema.Model;

namespace GrpcSdk.Schema;

/// <summary>What a project says of one of its files: the metadata <c>GrpcSdkVendored</c>.</summary>
public enum VendoredMark
{
    /// <summary>Nothing: its namespace decides.</summary>
    None,

    /// <summary>The file is the project's own (<c>GrpcSdkVendored="false"</c>).</summary>
    Own,

    /// <summary>The file lies in a folder of other people's files: a package, <c>third_party</c>, <c>node_modules</c>.</summary>
    Folder,

    /// <summary>The file is other people's (<c>GrpcSdkVendored="true"</c>).</summary>
    Vendored,
}

/// <summary>
/// Files that a project compiles but did not write, such as google/api/annotations.proto: nothing is asked of them. A
/// <c>buf.yaml</c> knows how to exclude files, so where one decides, only what the project states counts.
/// </summary>
public static class VendoredFiles
{
    /// <summary>The mark of the metadata's value; see the enum for the values.</summary>
    public static VendoredMark MarkOf(string value) => Enum.TryParse<VendoredMark>(value, ignoreCase: true, out var mark) ? mark : VendoredMark.None;

    /// <summary>Whether a mark alone keeps all rules away from a file.</summary>
    public static bool IsVendored(VendoredMark mark, bool hasBufYaml) => mark == VendoredMark.Vendored || (mark == VendoredMark.Folder && !hasBufYaml);

    /// <summary>
    /// Target files without a mark whose C# namespace and package begin differently from those of the project's own files;
    /// none where no file begins as the project's root namespace does. It is a guess, good enough to withhold advice, not to
    /// let a breaking change pass.
    /// </summary>
    /// <param name="image">The files.</param>
    /// <param name="rootNamespace">The project's root namespace.</param>
    /// <param name="markOf">What the project says of a file.</param>
    public static IReadOnlyCollection<string> Guess(SchemaImage image, string rootNamespace, Func<string, VendoredMark> markOf)
    {
        var candidates = image.Files.Where(file => file.IsTarget).ToArray();
        var own = candidates.Where(file => markOf(file.Name) == VendoredMark.Own || (Namespace(file) is { Length: > 0 } first && first == First(rootNamespace))).ToArray();
        var packages = new HashSet<string>(own.Select(file => First(file.Package)), StringComparer.Ordinal);
        return own.Length == 0
            ? []
            : [.. candidates.Where(file => markOf(file.Name) == VendoredMark.None && file.Package.Length > 0 && !packages.Contains(First(file.Package))).Except(own).Select(file => file.Name)];
    }

    private static string Namespace(ProtoFile file) => First(file.Descriptor.Options?.CsharpNamespace ?? "");

    private static string First(string name) => name.Split('.')[0];
}
