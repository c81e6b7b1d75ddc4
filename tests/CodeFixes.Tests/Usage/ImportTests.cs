// Fixes in files that import nothing, or that import what is needed already.
using GrpcSdk.Analyzers.Tests.Harness;
using GrpcSdk.Analyzers.Usage;
using GrpcSdk.CodeFixes.Usage;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;

namespace GrpcSdk.CodeFixes.Tests.Usage;

public class ImportTests
{
    [Theory]
    [InlineData("", "using System;\n\n")]
    [InlineData("using System;\n\n", "using System;\n\n")]
    [InlineData("using Grpc.Core;\n\n", "using Grpc.Core;\nusing System;\n\n")]
    [InlineData("using System.IO;\n\n", "using System;\nusing System.IO;\n\n")]
    [InlineData("// Copyright.\n\n", "// Copyright.\n\nusing System;\n\n")]
    [InlineData("// Copyright.\n// All rights reserved.\n\nusing System.IO;\n\n", "// Copyright.\n// All rights reserved.\n\nusing System;\nusing System.IO;\n\n")]
    [InlineData("/* Two calls. */\n", "using System;\n\n/* Two calls. */\n")]
    public Task A_fix_imports_what_it_needs_once(string before, string after) => VerifyFix<NoDeadlineRule, NoDeadlineFix>.Run(
        before + Source("[|client.SayHello(request)|]", "[|client.SayHello(new())|]"),
        after + Source("client.SayHello(request, deadline: DateTime.UtcNow.AddSeconds(30))", "client.SayHello(new(), deadline: DateTime.UtcNow.AddSeconds(30))"),
        WithoutGlobalUsings);

    [Fact]
    public Task A_fix_imports_nothing_that_the_namespace_knows() => VerifyFix<NoDeadlineRule, NoDeadlineFix>.Run(
        "namespace Callers\n{\n    using System;\n\n" + Source("[|client.SayHello(request)|]", "null") + "}\n",
        "namespace Callers\n{\n    using System;\n\n" + Source("client.SayHello(request, deadline: DateTime.UtcNow.AddSeconds(30))", "null") + "}\n",
        WithoutGlobalUsings);

    [Fact]
    public Task A_status_code_is_imported_beside_a_qualified_exception() => VerifyFix<SwallowedRpcExceptionRule, SwallowedRpcExceptionFix>.Run(
        Swallowing("catch [|(Grpc.Core.RpcException)|]"),
        "using Grpc.Core;\n\n" + Swallowing("catch (Grpc.Core.RpcException exception) when (exception.StatusCode == StatusCode.NotFound)"),
        WithoutGlobalUsings);

    private static void WithoutGlobalUsings<TAnalyzer, TFix>(CSharpCodeFixTest<TAnalyzer, TFix, DefaultVerifier> test)
        where TAnalyzer : Microsoft.CodeAnalysis.Diagnostics.DiagnosticAnalyzer, new()
        where TFix : Microsoft.CodeAnalysis.CodeFixes.CodeFixProvider, new()
    {
        test.TestState.Sources.RemoveAt(1);
        test.FixedState.Sources.RemoveAt(1);
    }

    private static string Source(string first, string second) => $$"""
        public sealed class Caller
        {
            public static object First(Probe.Greeter.GreeterClient client, Probe.HelloRequest request) => {{first}};

            public static object Second(Probe.Greeter.GreeterClient client) => {{second}};
        }

        """;

    private static string Swallowing(string clause) => $$"""
        public sealed class Caller
        {
            public static Probe.HelloReply Call(Probe.Greeter.GreeterClient client, Probe.HelloRequest request)
            {
                try
                {
                    return client.SayHello(request);
                }
                {{clause}}
                {
                    return null;
                }
            }
        }

        """;
}
