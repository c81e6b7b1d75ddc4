// What buf says about the protos, and that generating with it gives the code that Grpc.Tools gives.

using System.Text.RegularExpressions;
using Google.Protobuf.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Showcase.Tests.Support;

namespace Showcase.Tests.Protos;

public sealed partial class BufTests(NodeModules modules)
{
    [Fact]
    public async Task Lint_and_breaking_find_nothing()
    {
        Assert.Equal("", (await Command.RunAsync(modules.Buf, "lint")).Succeeded().Output);
        Assert.Equal("", (await Command.RunAsync(modules.Buf, "breaking", "--against", "protos-baseline")).Succeeded().Output);
    }

    [Fact]
    public async Task Generating_with_buf_gives_code_that_compiles_and_equals_that_of_Grpc_Tools()
    {
        Assert.True(Directory.Exists(modules.Path));
        (await Command.RunAsync(Path.Combine(RepositoryPaths.Root, "eng/buf-generate.sh"))).Succeeded();

        var byBuf = await StubsAsync(Path.Combine(RepositoryPaths.Root, "artifacts/buf-generate"));
        var byGrpcTools = await StubsAsync(RepositoryPaths.Stubs);
        Assert.NotEmpty(byBuf);
        Assert.Equal(byGrpcTools.Keys.Order(), byBuf.Keys.Order());
        foreach (var (name, code) in byGrpcTools)
        {
            Assert.Equal(code.WithoutDescriptor, byBuf[name].WithoutDescriptor);
            Assert.Equal(code.Descriptor, byBuf[name].Descriptor);
        }

        Assert.Empty(CompilationErrors(byBuf.Values.Select(stub => stub.Code)));
    }

    private static async Task<Dictionary<string, Stub>> StubsAsync(string folder)
    {
        var stubs = new Dictionary<string, Stub>();
        foreach (var file in Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
        {
            var code = await File.ReadAllTextAsync(file);
            // Buf sorts the files by namespace, Grpc.Tools by directory: both name the .proto in the header.
            if (Source().Match(code) is { Success: true } source)
            {
                stubs.Add($"{source.Groups[1].Value} > {Path.GetFileName(file)}", new Stub(code));
            }
        }

        return stubs;
    }

    private static IEnumerable<Diagnostic> CompilationErrors(IEnumerable<string> sources)
    {
        var platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        var compilation = CSharpCompilation.Create(
            "BufStubs",
            sources.Select(source => CSharpSyntaxTree.ParseText(source)),
            platform.Where(path => !path.EndsWith("Showcase.Contracts.dll", StringComparison.Ordinal)).Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        return compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
    }

    [GeneratedRegex(@"^//     source: (\S+\.proto)", RegexOptions.Multiline)]
    private static partial Regex Source();

    /// <summary>
    /// A generated file. Its embedded descriptor is compared as a message: buf writes every JSON name into it, Grpc.Tools
    /// only those that differ from the default.
    /// </summary>
    private sealed partial record Stub(string Code)
    {
        public string WithoutDescriptor => DescriptorLiteral().Replace(Code, "");

        public FileDescriptorProto? Descriptor => DescriptorLiteral().Match(Code) is { Success: true } literal ? Parse(literal) : null;

        private static FileDescriptorProto Parse(Match literal)
        {
            var base64 = string.Concat(QuotedLine().Matches(literal.Value).Select(line => line.Groups[1].Value));
            var file = FileDescriptorProto.Parser.ParseFrom(Convert.FromBase64String(base64));
            foreach (var field in file.MessageType.SelectMany(Fields).Concat(file.Extension))
            {
                Assert.True(!field.HasJsonName || field.JsonName == DefaultJsonName(field.Name), field.Name);
                field.ClearJsonName();
            }

            return file;
        }

        private static IEnumerable<FieldDescriptorProto> Fields(DescriptorProto message) =>
            message.Field.Concat(message.NestedType.SelectMany(Fields));

        private static string DefaultJsonName(string name) =>
            AfterUnderscore().Replace(name, match => match.Groups[1].Value.ToUpperInvariant());

        [GeneratedRegex(@"FromBase64String\(\s*string\.Concat\(.*?\)\)", RegexOptions.Singleline)]
        private static partial Regex DescriptorLiteral();

        [GeneratedRegex("\"([^\"]*)\"")]
        private static partial Regex QuotedLine();

        [GeneratedRegex("_(.)")]
        private static partial Regex AfterUnderscore();
    }
}
