// A generated API of any size, shaped as public APIs are: packages with versions, resources with standard methods,
// comments on nearly everything, imports of neighbours and of well-known types, now and then something to complain of.
using System.Globalization;
using System.Text;

namespace GrpcSdk.Bench.Schema;

/// <summary>Writes the files of an API. The same numbers give the same files.</summary>
/// <param name="files">How many files.</param>
/// <param name="edited">The files are a later version: every tenth field has changed in some way.</param>
internal sealed class GeneratedApi(int files, bool edited)
{
    private const int FilesPerPackage = 20;
    private const int MessagesPerFile = 8;
    private const int FieldsPerMessage = 10;

    private static readonly string[] Types = ["string", "int32", "int64", "bool", "double", "bytes", "repeated string", "map<string, string>", "google.protobuf.Timestamp", "google.protobuf.Duration"];
    private static readonly string[] Words = ["display", "create", "update", "parent", "region", "quota", "label", "owner", "revision", "state", "source", "target"];

    private int _fields;

    /// <summary>Writes the files below a directory.</summary>
    public void WriteTo(string directory)
    {
        for (var i = 0; i < files; i++)
        {
            var path = Path.Combine(directory, PathOf(i));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, Source(i));
        }
    }

    private static string PackageOf(int file) => Invariant($"acme.area{file / FilesPerPackage}.v1");

    private static string PathOf(int file) => Invariant($"{PackageOf(file).Replace('.', '/')}/resource{file}.proto");

    private string Source(int file)
    {
        var text = new StringBuilder();
        text.Append(
            $"""
            // Copyright ACME. Licensed under the licence that comes with the API.

            syntax = "proto3";

            package {PackageOf(file)};

            import "google/protobuf/duration.proto";
            import "google/protobuf/timestamp.proto";
            {(file % FilesPerPackage == 0 ? "" : $"import \"{PathOf(file - 1)}\";")}

            option csharp_namespace = "Acme.Area{file / FilesPerPackage}.V1";
            option go_package = "acme.example/area{file / FilesPerPackage}/v1;areapb";
            option java_multiple_files = true;
            option java_package = "com.acme.area{file / FilesPerPackage}.v1";


            """);
        Service(text, file);
        for (var i = 0; i < MessagesPerFile; i++)
        {
            Message(text, file, i);
        }

        text.Append(Invariant($$"""
            // The states of resource {{file}}.
            enum State{{file}} {
              // Nobody said.
              STATE{{file}}_UNSPECIFIED = 0;

              // In use.
              STATE{{file}}_ACTIVE = 1;

              // No longer in use.
              STATE{{file}}_DELETED = {{(edited && file % 10 == 0 ? 3 : 2)}};
            }

            """));
        return text.ToString();
    }

    private static void Service(StringBuilder text, int file)
    {
        text.Append(Invariant($"// Manages resources of kind {file}.\nservice Resource{file}Service {{\n"));
        foreach (var (method, index) in new[] { "Get", "Create", "Update", "List" }.Select((method, index) => (method, index)))
        {
            text.Append(Invariant($"  // {method}s resources. Fails with NOT_FOUND when the parent does not exist, and with\n  // PERMISSION_DENIED when the caller may not see it.\n"));
            text.Append(Invariant($"  rpc {method}Resource{file}(Resource{file}Part{index}) returns (Resource{file}Part{index + 4});\n\n"));
        }

        text.Append("}\n\n");
    }

    private void Message(StringBuilder text, int file, int message)
    {
        text.Append(Invariant($"// Part {message} of resource {file}: what one caller of the API may see of it,\n// and in which form.\nmessage Resource{file}Part{message} {{\n"));
        for (var number = 1; number <= FieldsPerMessage; number++)
        {
            _fields++;
            var word = Words[_fields % Words.Length];
            var (name, type) = (Invariant($"{word}_{Words[number]}{number}"), Types[_fields % Types.Length]);
            if (number == 2 && file % FilesPerPackage > 0)
            {
                type = Invariant($"Resource{file - 1}Part{message}");
            }

            if (edited && _fields % 10 == 0)
            {
                (name, type) = _fields % 20 == 0 ? (name, "int64") : (name + "_renamed", type);
            }

            // Some field of every message has no comment, some name is not in snake case.
            if (number != FieldsPerMessage)
            {
                text.Append(Invariant($"  // The {word} of the resource, as the caller gave it. Output only after the\n  // resource was created.\n"));
            }

            text.Append(Invariant($"  {type} {(_fields % 97 == 0 ? name.Replace("_", "", StringComparison.Ordinal) + "X" : name)} = {number};\n\n"));
        }

        text.Append("}\n\n");
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
