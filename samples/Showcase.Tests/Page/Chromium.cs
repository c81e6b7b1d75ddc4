// A Chromium: the one that is installed, or that which npm's @sparticuz/chromium brings, unpacked at its first use.
//
// The package would unpack itself, but to a place in the folder for temporary files that all users share, and the options
// that it wants switch off what tests look at, such as the same-origin policy.

using System.Collections;
using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Showcase.Tests.Support;

namespace Showcase.Tests.Page;

/// <param name="Program">The browser.</param>
/// <param name="Environment">Its environment; null for that of this process.</param>
internal sealed record Chromium(string Program, IReadOnlyDictionary<string, string>? Environment)
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "chrome"];

    /// <exception cref="MissingPartException">None is installed, and npm has none for this machine.</exception>
    public static async Task<Chromium> FindAsync(NodeModules modules)
    {
        if (MissingPartException.IsHidden("browser"))
        {
            throw None();
        }

        return Installed is { } program ? new Chromium(program, Environment: null) : await UnpackedAsync(modules);
    }

    private static string? Installed => (System.Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .SelectMany(folder => Names.Select(name => Path.Combine(folder, name + (OperatingSystem.IsWindows() ? ".exe" : ""))))
        .Append("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
        .FirstOrDefault(File.Exists);

    private static async Task<Chromium> UnpackedAsync(NodeModules modules)
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.OSArchitecture != Architecture.X64)
        {
            throw None();
        }

        var package = Path.Combine(modules.Folder.Needed, "@sparticuz", "chromium");
        var version = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(package, "package.json")))!["version"]!;
        var folder = Path.Combine(RepositoryPaths.Root, "artifacts", $"chromium-{version}");
        if (!Directory.Exists(folder))
        {
            await UnpackAsync(Path.Combine(package, "bin"), folder);
        }

        var environment = System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(variable => (string)variable.Key, variable => (string)variable.Value!);
        // What a machine without a desktop lacks: NSS, and a font.
        environment["LD_LIBRARY_PATH"] = Path.Combine(folder, "lib");
        environment["FONTCONFIG_FILE"] = Path.Combine(folder, "fonts.conf");
        return new Chromium(Path.Combine(folder, "chromium"), environment);
    }

    [SupportedOSPlatform("linux")]
    private static async Task UnpackAsync(string from, string to)
    {
        // Whoever looks meanwhile sees nothing or all of it.
        var folder = Directory.CreateDirectory($"{to}-{Path.GetRandomFileName()}").FullName;
        await using (var program = Decompress(from, "chromium.br"))
        await using (var file = new FileStream(Path.Combine(folder, "chromium"), new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
        }))
        {
            await program.CopyToAsync(file);
        }

        foreach (var archive in (string[])["al2023.tar.br", "fonts.tar.br"])
        {
            await using var tar = Decompress(from, archive);
            await TarFile.ExtractToDirectoryAsync(tar, folder, overwriteFiles: false);
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "fonts.conf"), $"<fontconfig><dir>{to}/fonts</dir><cachedir>{to}/fonts-cache</cachedir></fontconfig>");
        try
        {
            Directory.Move(folder, to);
        }
        catch (IOException) when (Directory.Exists(to))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static BrotliStream Decompress(string folder, string file) => new(File.OpenRead(Path.Combine(folder, file)), CompressionMode.Decompress);

    private static MissingPartException None() =>
        new("There is no Chromium, and npm brings one only for Linux on x64: install Chromium or Chrome (on Debian: apt-get install chromium).");
}
