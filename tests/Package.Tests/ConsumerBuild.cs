namespace GrpcSdk.Package.Tests;

/// <summary>Tests that look at one and the same build.</summary>
[CollectionDefinition(ConsumerBuild.Name)]
public sealed class ConsumerCollection : ICollectionFixture<ConsumerBuild>;

/// <summary>
/// One <c>dotnet build</c> of a solution with the projects of many users: each is about one thing, and the tests look at
/// what was printed for it. Then the build is run again, to see that nothing runs.
/// </summary>
public sealed class ConsumerBuild(PackageFeed feed) : IAsyncLifetime
{
    /// <summary>The test collection that shares the build.</summary>
    public const string Name = "Consumers";

    private IReadOnlyList<BuildDiagnostic> _diagnostics = [];
    private CommandResult? _first;

    internal Workspace Workspace { get; } = new(feed);

    internal string Output => _first!.Output;

    /// <summary>The detailed log of the second build, in which nothing had changed.</summary>
    internal string SecondLog { get; private set; } = "";

    /// <summary>The detailed log of the first build.</summary>
    internal string FirstLog { get; private set; } = "";

    internal IReadOnlyList<BuildDiagnostic> Of(string project) => [.. _diagnostics.Where(diagnostic => diagnostic.Project == project)];

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        WriteSchemaProjects();
        WriteFixProjects();
        WriteBadInput();
        WriteChain();
        _first = await Workspace.BuildAsync("everything", "-flp:Verbosity=detailed;LogFile=first.log", "-p:UseSharedCompilation=true");
        FirstLog = await File.ReadAllTextAsync(Workspace["first.log"]);
        _diagnostics = BuildOutput.Parse(Output);
        await Workspace.RunAsync("build", "silenced/silenced.csproj", "--no-restore", "-tl:off", "-flp:Verbosity=detailed;LogFile=second.log", "-p:UseSharedCompilation=true");
        SecondLog = await File.ReadAllTextAsync(Workspace["second.log"]);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Workspace.Dispose();
        return default;
    }

    private void WriteSchemaProjects()
    {
        Workspace.Project("rules", $"""
              <PropertyGroup>
                <TargetFramework></TargetFramework>
                <TargetFrameworks>netstandard2.0;net10.0</TargetFrameworks>
                <ImplicitUsings>disable</ImplicitUsings>
                <LangVersion>latest</LangVersion>
                <GrpcSdkProtoBaseline>baseline</GrpcSdkProtoBaseline>
                <ErrorLog>$(MSBuildProjectDirectory)/$(TargetFramework).sarif,version=2.1</ErrorLog>
              </PropertyGroup>
            {Snippets.Grpc}{Snippets.Package("GrpcSdk")}{Snippets.Protos()}
            """);
        Workspace.Write("rules/protos/color.proto", Snippets.Color);
        Workspace.Write("rules/protos/user.proto", "syntax = \"proto3\";\npackage acme.v1;\nmessage User {\n  string name = 1;\n}\n");
        Workspace.Write("rules/baseline/user.proto", "syntax = \"proto3\";\npackage acme.v1;\nmessage User {\n  string name = 1;\n  int32 age = 2;\n}\n");

        Workspace.Project("firstday", Snippets.Grpc + Snippets.Package("GrpcSdk") + Snippets.Protos() + """
              <PropertyGroup>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
              </PropertyGroup>
            """);
        Workspace.Write("firstday/protos/color.proto", Snippets.Color);

        Workspace.Project("silenced", Snippets.Grpc + Snippets.Package("GrpcSdk") + Snippets.Protos());
        Workspace.Write("silenced/protos/color.proto", Snippets.Color);
        Workspace.Write("silenced/.globalconfig", "is_global = true\ndotnet_diagnostic.GSDK1014.severity = none\n");

        // Here the SDK finds the .globalconfig by itself, because there is a C# file beside it: it must not come twice.
        Workspace.Project("softened", Snippets.Grpc + Snippets.Package("GrpcSdk") + Snippets.Protos() + Snippets.Enforce);
        Workspace.Write("softened/protos/color.proto", Snippets.Color);
        Workspace.Write("softened/Some.cs", "public static class Some;");
        Workspace.Write("softened/.globalconfig", "is_global = true\ndotnet_diagnostic.GSDK1014.severity = warning\n");

        // Strict, but for the rule that its own .globalconfig softens.
        Workspace.Project("strict", Snippets.Grpc + Snippets.Package("GrpcSdk") + Snippets.Protos() + """
              <PropertyGroup>
                <GrpcSdkSchemaSeverity>strict</GrpcSdkSchemaSeverity>
                <GrpcSdkSchemaRules>standard</GrpcSdkSchemaRules>
              </PropertyGroup>
            """);
        Workspace.Write("strict/protos/acme/v1/color.proto", Snippets.Color);
        Workspace.Write("strict/.globalconfig", "is_global = true\ndotnet_diagnostic.GSDK1014.severity = warning\n");

        // Its baseline does not exist yet: a test writes it.
        Workspace.Project("image", Snippets.Grpc + Snippets.Package("GrpcSdk") + Snippets.Protos() + """
              <PropertyGroup>
                <GrpcSdkProtoBaseline>baseline.binpb.gz</GrpcSdkProtoBaseline>
              </PropertyGroup>
            """);
        Workspace.Write("image/protos/users.proto", Snippets.Users);

        Workspace.Project("roots", Snippets.Grpc + Snippets.Package("GrpcSdk") + Snippets.Enforce + """
              <ItemGroup>
                <Protobuf Include="one/color.proto" ProtoRoot="one" ProtoCompile="false" />
                <Protobuf Include="two/color.proto" ProtoRoot="two" ProtoCompile="false" />
              </ItemGroup>
            """);
        Workspace.Write("roots/one/color.proto", Snippets.Color);
        Workspace.Write("roots/two/color.proto", "\n" + Snippets.Color);
    }

    private void WriteFixProjects()
    {
        Workspace.Project("fix", Snippets.Grpc + Snippets.Package("GrpcSdk") + Snippets.Protos() + """
              <PropertyGroup>
                <GrpcSdkProtoBaseline>baseline</GrpcSdkProtoBaseline>
              </PropertyGroup>
            """);
        Workspace.Write("fix/protos/buf.yaml", "version: v2\nlint:\n  use: [ENUM_ZERO_VALUE_SUFFIX, MESSAGE_PASCAL_CASE, FIELD_LOWER_SNAKE_CASE]\nbreaking:\n  use: [WIRE_JSON]\n");
        Workspace.Write("fix/protos/acme/v1/user.proto", "syntax = \"proto3\";\r\npackage acme.v1;\r\n\r\n// A user.\r\nmessage User {\r\n  string userName = 1;\r\n}\r\nmessage user_info {}\r\nenum Role { NONE = 0; }\r\n");
        Workspace.Write("fix/protos/acme/v1/group.proto", "syntax = \"proto3\";\npackage acme.v1;\nimport \"acme/v1/user.proto\";\nmessage Group {\n  map<string, user_info> users = 1; // By name.\n}\n");
        Workspace.Write("fix/baseline/acme/v1/user.proto", "syntax = \"proto3\";\npackage acme.v1;\nmessage User {\n  string userName = 1;\n  int32 age = 2;\n}\n");

        Workspace.Project("fixroot", Snippets.Grpc + Snippets.Package("GrpcSdk") + Snippets.Protos());
        Workspace.Write("fixroot/protos/color.proto", "syntax = \"proto3\";\npackage acme;\nenum color { UNKNOWN = 0; }\n");
        Workspace.Write("fixroot/protos/paint.proto", "syntax = \"proto3\";\npackage acme;\nimport \"color.proto\";\nmessage Paint { color color = 1; }\n");
    }

    private void WriteBadInput()
    {
        const string Broken = "syntax = \"proto3\";\nmessage User {\n  string name = 1\n}\n";
        Workspace.Project("broken", Snippets.Grpc + Snippets.Package("GrpcSdk") + Snippets.Protos());
        Workspace.Write("broken/protos/user.proto", Broken);
        Workspace.Project("brokenlintonly", Snippets.Grpc + Snippets.Package("GrpcSdk") + Snippets.Protos("ProtoCompile=\"false\""));
        Workspace.Write("brokenlintonly/protos/user.proto", Broken);

        Workspace.Project("nobaseline", Snippets.Grpc + Snippets.Package("GrpcSdk") + Snippets.Protos() + """
              <PropertyGroup>
                <GrpcSdkProtoBaseline>no/such/baseline</GrpcSdkProtoBaseline>
              </PropertyGroup>
            """);
        Workspace.Write("nobaseline/protos/users.proto", Snippets.Users);

        Workspace.Project("badyaml", Snippets.Grpc + Snippets.Package("GrpcSdk") + Snippets.Protos());
        Workspace.Write("badyaml/protos/color.proto", Snippets.Color);
        Workspace.Write("badyaml/buf.yaml", "version: v2\nlint:\n  use:\n    - STANDRAD\n");

        Workspace.Project("notools", Snippets.Package("GrpcSdk") + Snippets.Protos());
        Workspace.Write("notools/protos/color.proto", Snippets.Color);

        Workspace.Project("nopreset", Snippets.Grpc + Snippets.Package("GrpcSdk") + Snippets.Protos() + """
              <PropertyGroup>
                <GrpcSdkSchemaSeverity>stirct</GrpcSdkSchemaSeverity>
              </PropertyGroup>
            """);
        Workspace.Write("nopreset/protos/users.proto", Snippets.Users);

        Workspace.Project("noprotoc", Snippets.Grpc + Snippets.Package("GrpcSdk") + Snippets.Protos() + """
              <PropertyGroup>
                <GrpcSdkProtocPath>no/such/protoc</GrpcSdkProtocPath>
              </PropertyGroup>
            """);
        Workspace.Write("noprotoc/protos/users.proto", Snippets.Users);
    }

    private void WriteChain()
    {
        Workspace.Project("contracts", Snippets.Grpc + Snippets.Package("GrpcSdk") + Snippets.Package("GrpcSdk.Runtime") + Snippets.Protos() + Snippets.PrintAnalyzers + """
              <PropertyGroup>
                <PackageId>Acme.Contracts</PackageId>
              </PropertyGroup>
            """);
        Workspace.Write("contracts/protos/users.proto", Snippets.Users);

        Workspace.Project("service", Snippets.Package("GrpcSdk.AspNetCore") + Snippets.PrintAnalyzers + """
              <ItemGroup>
                <ProjectReference Include="../contracts/contracts.csproj" />
              </ItemGroup>
            """);
        Workspace.Write("service/UserApi.cs", """
            using Acme.Users.V1;
            using Grpc.Core;

            namespace Acme;

            public sealed class UserApi : UserService.UserServiceBase
            {
                public override Task<User> GetUser(GetUserRequest request, ServerCallContext context) => Task.FromResult(new User { Name = request.Name });
            }
            """);

        // The package on top brings all that it stands on: registration is generated here.
        Workspace.Project("database", Snippets.Package("GrpcSdk.EntityFrameworkCore") + Snippets.PrintAnalyzers + """
              <ItemGroup>
                <ProjectReference Include="../contracts/contracts.csproj" />
              </ItemGroup>
            """);
        Workspace.Write("database/UserApi.cs", """
            using Acme.Users.V1;
            using Microsoft.Extensions.DependencyInjection;

            namespace Acme;

            [GrpcSdk.GrpcService]
            public sealed class StoredUserApi : UserService.UserServiceBase
            {
                public static void Register(IServiceCollection services) => services.AddGrpcSdkServices();
            }
            """);

        Workspace.Project("tests", Snippets.Package("GrpcSdk.Testing") + Snippets.PrintAnalyzers + """
              <PropertyGroup>
                <OutputType>Exe</OutputType>
              </PropertyGroup>
              <ItemGroup>
                <ProjectReference Include="../service/service.csproj" />
              </ItemGroup>
            """);
        Workspace.Write("tests/Program.cs", """
            using Acme.Users.V1;
            using GrpcSdk.Testing;

            var users = new UserServiceMock();
            users.GetUser.Returns(new User { Name = "Ada" });
            users.ListUsers.When(r => r.PageToken == "").Returns(new ListUsersResponse { Users = { new User { Name = "Bob" } }, NextPageToken = "2" });
            users.ListUsers.When(r => r.PageToken == "2").Returns(new ListUsersResponse { Users = { new User { Name = "Eve" } } });

            UserService.UserServiceClient client = users.Client;
            Console.WriteLine("mock: " + (await client.GetUserAsync(new GetUserRequest { Name = "x" })).Name);
            await foreach (var user in client.ListUsersPaged(new ListUsersRequest()))
            {
                Console.WriteLine("page: " + user.Name);
            }

            [GrpcMock<UserService.UserServiceClient>]
            public partial class UserServiceMock;
            """);

        // It names no package of ours: its own schema, however bad, is its own business.
        Workspace.Project("bystander", Snippets.Grpc + Snippets.Protos() + Snippets.PrintAnalyzers + """
              <ItemGroup>
                <ProjectReference Include="../contracts/contracts.csproj" />
              </ItemGroup>
            """);
        Workspace.Write("bystander/protos/color.proto", Snippets.Color);
    }
}
