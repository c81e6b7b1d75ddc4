using GrpcSdk.Analyzers.Tests.Harness;
using GrpcSdk.Analyzers.Usage;
using GrpcSdk.CodeFixes.Usage;

namespace GrpcSdk.CodeFixes.Tests.Usage;

public class RpcExceptionFixTests
{
    [Theory]
    [InlineData(
        "// Ask.\nvar found = await [|catalog.FindAsync(request)|];\nConsole.WriteLine(found);",
        "// Ask.\nHelloReply found;\ntry\n{\n    found = await catalog.FindAsync(request);\n}\ncatch (RpcException exception)\n{\n    throw new RpcException(new Status(StatusCode.Internal, \"A dependency failed.\", exception));\n}\nConsole.WriteLine(found);")]
    [InlineData(
        "await [|catalog.FindAsync(request)|]; // asked",
        "try\n{\n    await catalog.FindAsync(request);\n}\ncatch (RpcException exception)\n{\n    throw new RpcException(new Status(StatusCode.Internal, \"A dependency failed.\", exception));\n} // asked")]
    public Task Answers_with_an_own_status(string before, string after) =>
        VerifyFix<DownstreamPassThroughRule, DownstreamPassThroughFix>.Changes(Sources.Unary(before), Sources.Unary(after));

    [Fact]
    public Task Leaves_a_condition_alone() => VerifyFix<DownstreamPassThroughRule, DownstreamPassThroughFix>.Leaves(
        Sources.Unary("if ((await [|catalog.FindAsync(request)|]).Message == \"\") { }"));

    [Theory]
    [InlineData("catch [|(RpcException)|]\n{\n    return null;\n}", "catch (RpcException exception) when (exception.StatusCode == StatusCode.NotFound)\n{\n    return null;\n}")]
    [InlineData("catch [|(RpcException e)|] // quiet\n{\n}\nreturn null;", "catch (RpcException e) when (e.StatusCode == StatusCode.Cancelled) // quiet\n{\n}\nreturn null;")]
    public Task Catches_one_code(string before, string after) => VerifyFix<SwallowedRpcExceptionRule, SwallowedRpcExceptionFix>.Changes(Swallowed(before), Swallowed(after));

    [Theory]
    [InlineData("throw [|new ArgumentException(\"No name.\")|];", "throw new RpcException(new Status(StatusCode.InvalidArgument, \"No name.\"));")]
    [InlineData("throw [|new InvalidOperationException($\"{request.Name} is closed.\")|];", "throw new RpcException(new Status(StatusCode.FailedPrecondition, $\"{request.Name} is closed.\"));")]
    [InlineData("throw [|new KeyNotFoundException()|];", "throw new RpcException(new Status(StatusCode.NotFound, \"There is no such resource.\"));")]
    [InlineData("throw [|new Exception(request.Name)|];", "throw new RpcException(new Status(StatusCode.Internal, \"Internal error.\"));")]
    public Task Throws_an_RpcException(string before, string after) => VerifyFix<ForeignExceptionRule, ForeignExceptionFix>.Changes(
        Sources.Unary($"if (request.Name == \"\")\n{{\n    {before}\n}}"), Sources.Unary($"if (request.Name == \"\")\n{{\n    {after}\n}}"));

    private static string Swallowed(string clause) => Sources.Client("", $$"""
        public async Task<HelloReply?> FindAsync(HelloRequest request)
        {
            try
            {
                return await client.SayHelloAsync(request);
            }
        {{string.Join('\n', clause.Split('\n').Select(line => "    " + line))}}
        }
        """);
}
