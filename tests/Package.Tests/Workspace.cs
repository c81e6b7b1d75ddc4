namespace GrpcSdk.Package.Tests;

/// <summary>
/// A folder outside of the repository with the projects of users. Our packages are restored into a cache of its own;
/// other packages come from the folders and sources that this machine has anyway.
/// </summary>
internal sealed class Workspace : IDisposable
{
    private readonly List<string> _projects = [];
    private readonly string _version;

    public Workspace(PackageFeed feed)
    {
        _version = feed.Version;
        Root = Directory.CreateTempSubdirectory("grpcsdk-consumers-").FullName;
        Write("nuget.config", $"""
            <configuration>
              <packageSources>
                <add key="grpcsdk-under-test" value="{feed.Directory}" />
                <add key="made-here" value="{this["feed"]}" />
              </packageSources>
              <fallbackPackageFolders>
                <add key="machine" value="{Repository.NuGetPackageRoot}" />
              </fallbackPackageFolders>
            </configuration>
            """);
        Directory.CreateDirectory(this["feed"]);
        // The search for a buf.yaml and for Directory.Build.props ends here.
        Directory.CreateDirectory(this[".git"]);
        Write("Directory.Build.props", $"""
            <Project>
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <GrpcSdkVersion>{_version}</GrpcSdkVersion>
                <!-- What feeds may lack (NU), and lower-case names of foreign protos (CS8981), are not what is tested. -->
                <NoWarn>$(NoWarn);NU1603;NU1900;NU1507;CS8981</NoWarn>
              </PropertyGroup>
            </Project>
            """);
    }

    public string Root { get; }

    public string this[string name] => Path.Combine(Root, name.Replace('/', Path.DirectorySeparatorChar));

    public void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[name])!);
        File.WriteAllText(this[name], text);
    }

    /// <summary>A library project; <paramref name="content"/> is what its author would write into it.</summary>
    public void Project(string name, string content)
    {
        _projects.Add(name);
        Write($"{name}/{name}.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
            {content}
            </Project>
            """);
    }

    /// <summary>Restores and builds all projects at once, or those named.</summary>
    public Task<CommandResult> BuildAsync(string name, params string[] arguments)
    {
        Write(name + ".slnx", $"<Solution>{string.Concat(_projects.Select(project => $"<Project Path=\"{project}/{project}.csproj\" />"))}</Solution>");
        return RunAsync(["build", name + ".slnx", "-tl:off", "-clp:NoSummary", "-nologo", .. arguments]);
    }

    public Task<CommandResult> RunAsync(params string[] arguments) =>
        DotNet.RunAsync(Root, new Dictionary<string, string> { ["NUGET_PACKAGES"] = this["packages"] }, arguments);

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
