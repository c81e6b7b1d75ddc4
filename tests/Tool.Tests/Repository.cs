// A small repository of .proto files with a release that broke something, for the commands to look at.
using GrpcSdk.Schema.Tests.Tooling;

namespace GrpcSdk.Tool.Tests;

internal sealed class Repository : IDisposable
{
    public const string Released = """
        syntax = "proto3";
        package acme.v1;
        import "google/protobuf/timestamp.proto";
        message User {
          int32 id = 1;
          string name = 2;
          int32 age = 3;
          google.protobuf.Timestamp created_at = 4;
        }
        """;

    public const string Current = """
        syntax = "proto3";
        package acme.v1;
        import "google/protobuf/timestamp.proto";
        enum Role { ROLE_NONE = 0; }
        message User {
          int32 id = 1;
          string full_name = 2;
          google.protobuf.Timestamp created_at = 4;
        }
        """;

    private const string BufYaml = """
        version: v2
        modules:
          - path: protos
        lint:
          use: [ENUM_ZERO_VALUE_SUFFIX]
        breaking:
          use: [FIELD_NO_DELETE_UNLESS_NAME_RESERVED, FIELD_NO_DELETE_UNLESS_NUMBER_RESERVED, FIELD_SAME_NAME]
        """;

    private readonly TemporaryDirectory _directory = new();

    public Repository(string proto = Current)
    {
        Write("buf.yaml", BufYaml);
        Write("protos/acme/v1/user.proto", proto);
    }

    public string Path => _directory.Path;

    public string File(string relative) => _directory.File(relative);

    public void Write(string relative, string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(File(relative))!);
        System.IO.File.WriteAllText(File(relative), text);
    }

    public void Dispose()
    {
        // git's objects are read-only, which stops a recursive delete on Windows.
        foreach (var file in Directory.EnumerateFiles(Path, "*", SearchOption.AllDirectories))
        {
            System.IO.File.SetAttributes(file, FileAttributes.Normal);
        }

        _directory.Dispose();
    }
}
