// Version 1 is guarded: an edit that would break its clients fails the build, at the line of the .proto that has it.

using Showcase.Tests.Support;

namespace Showcase.Tests.Protos;

public sealed class VersionGuardTests
{
    [Fact(Timeout = 180_000)]
    public async Task An_edit_of_version_1_that_breaks_its_clients_fails_the_build_of_the_contracts()
    {
        var folder = Directory.CreateTempSubdirectory("showcase-guard-");
        var objects = $"obj/{folder.Name}/";
        try
        {
            var protos = Path.Combine(folder.FullName, "protos");
            Copy(Path.Combine(RepositoryPaths.Root, "protos"), protos);
            var user = Path.Combine(protos, "acme/users/v1/user.proto");
            var lines = await File.ReadAllLinesAsync(user);
            var broken = Array.FindIndex(lines, line => line.Contains("string email = 3;", StringComparison.Ordinal));
            lines[broken] = lines[broken].Replace("string email = 3;", "int32 email = 3;", StringComparison.Ordinal);
            await File.WriteAllLinesAsync(user, lines);

            var build = await Command.RunAsync(
                "dotnet",
                "build",
                "samples/Showcase.Contracts",
                "--no-restore",
                "--no-dependencies",
                "--configuration",
                RepositoryPaths.Configuration,
                $"-p:ProtosRoot={protos}/",
                $"-p:ContractsObjects={objects}");

            Assert.Equal(1, build.ExitCode);
            var errors = build.Output.Split('\n').Where(line => line.Contains(": error ", StringComparison.Ordinal)).Select(line => line.Trim()).Distinct().ToList();
            Assert.NotEmpty(errors);
            Assert.All(errors, error => Assert.Matches($@"acme/users/v1/user\.proto\({broken + 1},\d+(,\d+,\d+)?\): error GSDK2\d\d\d: .*email", error));
        }
        finally
        {
            folder.Delete(recursive: true);
            // Grpc.Tools wants its stubs below the project.
            if (Path.Combine(RepositoryPaths.Root, "samples/Showcase.Contracts", objects) is var written && Directory.Exists(written))
            {
                Directory.Delete(written, recursive: true);
            }
        }
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
