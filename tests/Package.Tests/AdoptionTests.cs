// The day a package is added to code that exists: fifteen solutions of tests/Adoption stay green.
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace GrpcSdk.Package.Tests;

public sealed partial class AdoptionTests(PackageFeed feed)
{
    private static string Solutions => Path.Combine(Repository.Root, "tests", "Adoption");

    [Fact]
    public async Task Adding_the_packages_keeps_every_solution_green_and_what_they_say_is_known()
    {
        using var workspace = new Workspace(feed);
        workspace.Write("Directory.Build.props", $"""
            <Project>
              <PropertyGroup>
                <GrpcVersion>{Repository.GrpcVersion}</GrpcVersion>
                <GrpcFloorVersion>{Repository.Metadata("GrpcFloorVersion")}</GrpcFloorVersion>
                <ProtobufFloorVersion>{Repository.Metadata("ProtobufFloorVersion")}</ProtobufFloorVersion>
                <ExtensionsFloorVersion>{Repository.Metadata("ExtensionsFloorVersion")}</ExtensionsFloorVersion>
                <!-- What a feed lacks, or says of the age of packages, is not what is tested. -->
                <WarningsNotAsErrors>NU1603;NU1900;NU1901;NU1902;NU1903;NU1904</WarningsNotAsErrors>
              </PropertyGroup>
            </Project>
            """);
        if (Environment.GetEnvironmentVariable("GRPCSDK_ADOPTION_BEFORE") == "1")
        {
            (await BuildAsync(workspace, "before", added: false)).EnsureSuccess();
        }

        var build = await BuildAsync(workspace, "after", added: true);

        build.EnsureSuccess();
        Assert.Equal(15, Directory.GetDirectories(workspace["after"]).Length);
        Compare(Findings(workspace, build));
    }

    /// <summary>Restores and builds all solutions in one run.</summary>
    private Task<CommandResult> BuildAsync(Workspace workspace, string folder, bool added)
    {
        var projects = CopyTo(workspace, folder, added);
        workspace.Write(folder + ".slnx", $"<Solution>{string.Concat(projects.Select(project => $"<Project Path=\"{project}\" />"))}</Solution>");
        return workspace.RunAsync("build", folder + ".slnx", "-tl:off", "-clp:NoSummary", "-nologo", "-p:UseSharedCompilation=true");
    }

    /// <summary>Copies the solutions and gives back their projects.</summary>
    private List<string> CopyTo(Workspace workspace, string folder, bool added)
    {
        var projects = new List<string>();
        foreach (var file in Directory.EnumerateFiles(Solutions, "*", SearchOption.AllDirectories).Where(file => Path.GetDirectoryName(file) != Solutions).Order(StringComparer.Ordinal))
        {
            var name = folder + "/" + Path.GetRelativePath(Solutions, file).Replace('\\', '/');
            var text = File.ReadAllText(file);
            workspace.Write(name, added ? Addition().Replace(text, match => Reference(match.Groups["id"].Value, name, text)) : text);
            if (Path.GetExtension(file) is ".csproj" or ".fsproj")
            {
                projects.Add(name);
            }
        }

        return projects;
    }

    /// <summary>What `dotnet add package` writes: the version where versions are kept, private what is a tool of the build.</summary>
    private string Reference(string id, string file, string text)
    {
        var isCentral = file.EndsWith(".props", StringComparison.Ordinal);
        var version = isCentral || !text.Contains("<PackageReference Include=\"Google.Protobuf\" />", StringComparison.Ordinal) && !text.Contains("<PackageReference Include=\"Grpc.AspNetCore\" />", StringComparison.Ordinal)
            ? $" Version=\"{feed.Version}\""
            : "";
        return isCentral
            ? $"<PackageVersion Include=\"{id}\"{version} />"
            : $"<PackageReference Include=\"{id}\"{version}{(id == "GrpcSdk" ? " PrivateAssets=\"all\"" : "")} />";
    }

    /// <summary>Warnings of ours that the build printed, then the lists of suggestions.</summary>
    private static string Findings(Workspace workspace, CommandResult build)
    {
        var text = new StringBuilder();
        foreach (var diagnostic in BuildOutput.Parse(build.Output).Where(diagnostic => diagnostic.Id.StartsWith("GSDK", StringComparison.Ordinal)).Select(Print).Distinct().Order(StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"{diagnostic}\n");
        }

        foreach (var list in Directory.EnumerateFiles(workspace["after"], "suggestions.txt", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var project = Path.GetRelativePath(workspace["after"], list).Replace('\\', '/').Split("/obj/")[0];
            text.Append(CultureInfo.InvariantCulture, $"\n# {project}\n{File.ReadAllText(list).ReplaceLineEndings("\n")}");
        }

        return text.ToString();

        static string Print(BuildDiagnostic diagnostic) => $"{diagnostic.Project}: {Path.GetFileName(diagnostic.File)}({diagnostic.Line},{diagnostic.Column}): {diagnostic.Severity} {diagnostic.Id}: {diagnostic.Message}";
    }

    private static void Compare(string findings)
    {
        var path = Path.Combine(Solutions, "findings.txt");
        if (Environment.GetEnvironmentVariable("GRPCSDK_UPDATE_SNAPSHOTS") == "1")
        {
            File.WriteAllText(path, findings);
        }

        Assert.Equal(File.ReadAllText(path), findings);
    }

    [GeneratedRegex(@"<!-- add: (?<id>[\w.]+) -->")]
    private static partial Regex Addition();
}
