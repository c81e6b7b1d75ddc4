using GrpcSdk.Analyzers.Tests.Harness;
using GrpcSdk.Analyzers.Usage;
using GrpcSdk.CodeFixes.Usage;

namespace GrpcSdk.CodeFixes.Tests.Usage;

public class DiscardedInterceptFixTests
{
    [Fact]
    public Task Makes_the_clients_that_follow_from_the_invoker() => Changes(
        """
        // Traces every call.
        [|channel.Intercept(new Tracing())|]; // here
        var greeter = new Greeter.GreeterClient(channel);
        """,
        """
        // Traces every call.
        var invoker = channel.Intercept(new Tracing()); // here
        var greeter = new Greeter.GreeterClient(invoker);
        """);

    [Fact]
    public Task Replaces_a_discard() => Changes(
        "_ = [|channel.Intercept(new Tracing())|];",
        "var invoker = channel.Intercept(new Tracing());");

    [Fact]
    public Task Reassigns_an_invoker() => Changes(
        "CallInvoker calls = channel.CreateCallInvoker();\n[|calls.Intercept(new Tracing())|];\n_ = new Greeter.GreeterClient(calls);",
        "CallInvoker calls = channel.CreateCallInvoker();\ncalls = calls.Intercept(new Tracing());\n_ = new Greeter.GreeterClient(calls);");

    [Fact]
    public Task Takes_a_name_that_is_free() => Changes(
        "var invoker = 1;\n[|channel.Intercept(new Tracing())|];\nConsole.WriteLine(invoker);",
        "var invoker = 1;\nvar invoker1 = channel.Intercept(new Tracing());\nConsole.WriteLine(invoker);");

    [Fact]
    public Task Works_at_the_top_level() => VerifyFix<DiscardedInterceptRule, DiscardedInterceptFix>.Changes(
        Sources.Program("using var channel = GrpcChannel.ForAddress(args[0]);\n[|channel.Intercept(metadata => metadata)|];\n_ = new Greeter.GreeterClient(channel);"),
        Sources.Program("using var channel = GrpcChannel.ForAddress(args[0]);\nvar invoker = channel.Intercept(metadata => metadata);\n_ = new Greeter.GreeterClient(invoker);"));

    [Fact]
    public Task Leaves_an_embedded_statement_alone() =>
        VerifyFix<DiscardedInterceptRule, DiscardedInterceptFix>.Leaves(Source("if (request.Name == \"x\") [|channel.Intercept(new Tracing())|];"));

    private static Task Changes(string before, string after) =>
        VerifyFix<DiscardedInterceptRule, DiscardedInterceptFix>.Changes(Source(before), Source(after));

    private static string Source(string statements) =>
        Sources.Client("using var channel = GrpcChannel.ForAddress(\"https://localhost\");\n" + statements) + "\npublic sealed class Tracing : Interceptor { }\n";
}
