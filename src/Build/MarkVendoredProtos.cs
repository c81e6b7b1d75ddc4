// Which .proto files of a project are other people's, as far as metadata and folders tell.
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace GrpcSdk.Build;

/// <summary>
/// Puts GrpcSdkVendored on the items for the compiler: Vendored or Own where the project says so, Folder for files in
/// folders of packages, and in third_party or node_modules between the project and the file.
/// </summary>
public sealed class MarkVendoredProtos : Microsoft.Build.Utilities.Task
{
    private static readonly string[] FoldersOfOthers = ["third_party", "node_modules"];

    /// <summary>The Protobuf items with their metadata GrpcSdkVendored: true, false or nothing.</summary>
    [Required]
    public ITaskItem[] Protobuf { get; set; } = [];

    /// <summary>The items for the compiler.</summary>
    [Required]
    public ITaskItem[] Files { get; set; } = [];

    /// <summary>The project's directory.</summary>
    [Required]
    public string ProjectDirectory { get; set; } = "";

    /// <summary>Where NuGet unpacks packages, separated by semicolons.</summary>
    public string PackageFolders { get; set; } = "";

    /// <summary>Folders count; without this only metadata does.</summary>
    public bool LookAtFolders { get; set; } = true;

    /// <summary>The items for the compiler, marked.</summary>
    [Output]
    public ITaskItem[] MarkedFiles { get; private set; } = [];

    /// <inheritdoc/>
    public override bool Execute()
    {
        var stated = Protobuf.GroupBy(item => FullPath(item.ItemSpec), StringComparer.Ordinal)
            .ToDictionary(same => same.Key, same => same.Select(item => item.GetMetadata("GrpcSdkVendored")).FirstOrDefault(value => value.Length > 0) ?? "", StringComparer.Ordinal);
        foreach (var file in Files.Where(file => file.GetMetadata("GrpcSdkKind") == "Proto"))
        {
            var path = FullPath(file.ItemSpec);
            stated.TryGetValue(path, out var value);
            var mark = Is(value, "true") ? "Vendored" : Is(value, "false") ? "Own" : LookAtFolders && IsInFolderOfOthers(path) ? "Folder" : "";
            if (mark.Length > 0)
            {
                file.SetMetadata("GrpcSdkVendored", mark);
            }
        }

        MarkedFiles = Files;
        return true;
    }

    private static bool Is(string? value, string expected) => string.Equals(value, expected, StringComparison.OrdinalIgnoreCase);

    private bool IsInFolderOfOthers(string path) =>
        PackageFolders.Split([';'], StringSplitOptions.RemoveEmptyEntries)
            .Any(folder => path.StartsWith(FullPath(folder).TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        || BelowProject(path).Any(part => FoldersOfOthers.Contains(part, StringComparer.OrdinalIgnoreCase));

    /// <summary>The folders on the way from the project, or from where its path and the file's part, to the file: a project in third_party is no stranger to itself.</summary>
    private IEnumerable<string> BelowProject(string path)
    {
        var (project, file) = (Parts(FullPath(ProjectDirectory)), Parts(path));
        var common = project.Zip(file, (left, right) => left == right).TakeWhile(same => same).Count();
        return file.Skip(common).Take(Math.Max(0, file.Length - common - 1));
    }

    private static string[] Parts(string path) => path.Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries);

    private string FullPath(string path) => Path.GetFullPath(Path.Combine(ProjectDirectory, path.Replace('\\', Path.DirectorySeparatorChar)));
}
