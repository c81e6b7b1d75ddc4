// The pieces that the projects of users are made of.

namespace GrpcSdk.Package.Tests;

internal static class Snippets
{
    /// <summary>The stubs' own packages, as every gRPC project has them.</summary>
    public static string Grpc { get; } = $"""
          <ItemGroup>
            <PackageReference Include="Google.Protobuf" Version="{Repository.ProtobufVersion}" />
            <PackageReference Include="Grpc.Core.Api" Version="{Repository.GrpcVersion}" />
            <PackageReference Include="Grpc.Tools" Version="{Repository.GrpcVersion}" PrivateAssets="all" />
          </ItemGroup>
        """;

    public static string Package(string id) => $"""
          <ItemGroup>
            <PackageReference Include="{id}" Version="$(GrpcSdkVersion)" />
          </ItemGroup>
        """;

    public static string Protos(string metadata = "") => $"""
          <ItemGroup>
            <Protobuf Include="protos/**/*.proto" ProtoRoot="protos" {metadata} />
          </ItemGroup>
        """;

    /// <summary>Findings of the schema rules fail the build.</summary>
    public const string Enforce = """
          <PropertyGroup>
            <GrpcSdkSchemaRules>enforce</GrpcSdkSchemaRules>
          </PropertyGroup>
        """;

    /// <summary>Prints how many analyzers of GrpcSdk the compiler would get.</summary>
    public const string PrintAnalyzers = """
          <Target Name="PrintAnalyzers" AfterTargets="CoreCompile">
            <ItemGroup>
              <OfGrpcSdk Include="@(Analyzer)" Condition="$([System.String]::new('%(Filename)').StartsWith('GrpcSdk.'))" />
            </ItemGroup>
            <Message Importance="high" Text="ANALYZERS $(MSBuildProjectName) [@(OfGrpcSdk->'%(Filename)', ' ')]" />
          </Target>
        """;

    /// <summary>A zero value that is not "unspecified" (GSDK1014), behind a tab and characters of several bytes.</summary>
    public const string Color = "syntax = \"proto3\";\npackage acme.v1;\nenum Color {\n\t/* grün 🎉 */ RED = 0;\n}\n";

    public const string Users = """
        syntax = "proto3";
        package acme.users.v1;
        option csharp_namespace = "Acme.Users.V1";

        service UserService {
          rpc GetUser(GetUserRequest) returns (User);
          rpc ListUsers(ListUsersRequest) returns (ListUsersResponse);
        }

        message User {
          string name = 1;
        }

        message GetUserRequest {
          string name = 1;
        }

        message ListUsersRequest {
          int32 page_size = 1;
          string page_token = 2;
        }

        message ListUsersResponse {
          repeated User users = 1;
          string next_page_token = 2;
        }
        """;
}
