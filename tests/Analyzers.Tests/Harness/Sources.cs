// Frames around the few statements that a test is about.
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GrpcSdk.Analyzers.Tests.Harness;

internal static class Sources
{
    /// <summary>The statements as the body of a client method that has <c>client</c> and <c>request</c>.</summary>
    public static string Client(string statements, string members = "") => $$"""
        public sealed class Caller(Greeter.GreeterClient client)
        {
            public async Task CallAsync(HelloRequest request, CancellationToken token)
            {
                await Task.Yield();
                _ = client;
        {{Indent(statements, 8)}}
            }

        {{Indent(members, 4)}}
        }
        """;

    /// <summary>The statements as the body of a unary handler with <c>request</c>, <c>context</c>, and a downstream <c>catalog</c>.</summary>
    public static string Unary(string statements, string members = "") => $$"""
        public sealed class GreeterService(Catalog.CatalogClient catalog) : Greeter.GreeterBase
        {
            public override async Task<HelloReply> SayHello(HelloRequest request, ServerCallContext context)
            {
                await Task.Yield();
                _ = catalog;
        {{Indent(statements, 8)}}
                return new HelloReply();
            }

        {{Indent(members, 4)}}
        }
        """;

    /// <summary>The statements as the body of a bidirectional handler with <c>requestStream</c>, <c>responseStream</c> and <c>context</c>.</summary>
    public static string Duplex(string statements, string members = "") => $$"""
        public sealed class GreeterService : Greeter.GreeterBase
        {
            public override async Task Chat(IAsyncStreamReader<HelloRequest> requestStream, IServerStreamWriter<HelloReply> responseStream, ServerCallContext context)
            {
                await Task.Yield();
        {{Indent(statements, 8)}}
            }

        {{Indent(members, 4)}}
        }
        """;

    /// <summary>The statements as a program with <c>builder</c>; <paramref name="types"/> follow it.</summary>
    public static string Program(string statements, string types = "") => $$"""
        var builder = WebApplication.CreateBuilder(args);
        {{statements}}

        public sealed class GreeterService : Greeter.GreeterBase
        {
        }

        {{types}}
        """;

    /// <summary>Whether the source, without its markup, has top-level statements.</summary>
    public static bool IsProgram(string source) =>
        CSharpSyntaxTree.ParseText(source.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal)).GetRoot().ChildNodes().OfType<GlobalStatementSyntax>().Any();

    private static string Indent(string text, int width) =>
        string.Join('\n', text.Split('\n').Select(line => line.Length == 0 ? line : new string(' ', width) + line));
}
