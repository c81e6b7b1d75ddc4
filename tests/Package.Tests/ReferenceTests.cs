// One reference per kind of project, from contracts over service to tests, and nobody else is affected.

namespace GrpcSdk.Package.Tests;

[Collection(ConsumerBuild.Name)]
public sealed class ReferenceTests(ConsumerBuild build)
{
    [Theory]
    [InlineData("contracts")]
    [InlineData("service")]
    [InlineData("database")]
    [InlineData("tests")]
    public void One_reference_makes_a_project_active(string project)
    {
        Assert.Empty(build.Of(project));
        Assert.Contains($"ANALYZERS {project} [GrpcSdk.", build.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_project_that_only_references_contracts_is_not_affected()
    {
        Assert.Empty(build.Of("bystander"));
        Assert.Contains("ANALYZERS bystander []", build.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(build.Workspace["bystander/obj/Debug/net10.0/grpcsdk"]));
    }

    [Fact]
    public async Task Generated_code_for_stubs_of_a_referenced_assembly_runs()
    {
        var result = await build.Workspace.RunAsync("exec", build.Workspace["tests/bin/Debug/net10.0/tests.dll"]);

        Assert.Equal(["mock: Ada", "page: Bob", "page: Eve"], result.EnsureSuccess().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Trim()));
    }

    [Fact]
    public async Task A_packed_contracts_library_switches_nothing_on_in_a_strangers_project()
    {
        var workspace = build.Workspace;
        (await workspace.RunAsync("pack", "contracts/contracts.csproj", "--no-restore", "-o", workspace["feed"])).EnsureSuccess();
        workspace.Project("stranger", Snippets.Grpc + Snippets.Protos() + Snippets.PrintAnalyzers + """
              <ItemGroup>
                <PackageReference Include="Acme.Contracts" Version="1.0.0" />
              </ItemGroup>
            """);
        workspace.Write("stranger/protos/color.proto", Snippets.Color);
        workspace.Write("stranger/Use.cs", "public static class Use { public static string Name => new Acme.Users.V1.User { Name = \"x\" }.Name; }");

        var result = (await workspace.RunAsync("build", "stranger/stranger.csproj", "-tl:off")).EnsureSuccess();

        Assert.DoesNotContain("GSDK", result.Output, StringComparison.Ordinal);
        Assert.Contains("ANALYZERS stranger []", result.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(workspace["stranger/obj/Debug/net10.0/grpcsdk"]));
    }
}
