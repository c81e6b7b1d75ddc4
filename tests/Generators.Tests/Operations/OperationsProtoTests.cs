// Our google/longrunning/operations.proto, written in our own words, against Google's: the same on the wire and in C#.
using Google.Protobuf.Collections;
using Google.Protobuf.Reflection;
using GrpcSdk.Generators.Tests.Harness;

namespace GrpcSdk.Generators.Tests.Operations;

public class OperationsProtoTests
{
    private const string Name = "google/longrunning/operations.proto";

    [Fact]
    public async Task It_declares_what_Googles_file_declares()
    {
        var ours = Declarations(Path.Combine(PublicApis.RepositoryRoot, "protos"), Path.Combine(PublicApis.RepositoryRoot, "third_party", "googleapis"));
        var theirs = Declarations(await PublicApis.GoogleProtoFilesAsync());

        Assert.Equal(theirs.ToString(), ours.ToString());
    }

    // Packages, messages, fields, services and the extension; not the options of other languages and of HTTP.
    private static FileDescriptorProto Declarations(params string[] roots)
    {
        var file = ProtoStubs.Descriptors(roots, [Name]).File.Single(f => f.Name == Name);
        Assert.Equal("Google.LongRunning", file.Options.CsharpNamespace);
        file.Options = null;
        file.Dependency.Clear();
        foreach (var service in file.Service)
        {
            service.Options = null;
            service.Method.ToList().ForEach(m => m.Options = null);
            Sort(service.Method, m => m.Name);
        }

        foreach (var message in file.MessageType)
        {
            message.Field.ToList().ForEach(f => f.Options = null);
            Sort(message.Field, f => $"{f.Number:D9}");
        }

        Sort(file.MessageType, m => m.Name);
        return file;
    }

    // The order of declarations is no difference.
    private static void Sort<T>(RepeatedField<T> items, Func<T, string> key)
    {
        T[] sorted = [.. items.OrderBy(key, StringComparer.Ordinal)];
        items.Clear();
        items.Add(sorted);
    }
}
