using GrpcSdk.Analyzers.Tests.Harness;
using GrpcSdk.CodeFixes.Usage;
using Microsoft.CodeAnalysis.Testing;

namespace GrpcSdk.CodeFixes.Tests.Usage;

public class RepeatedFieldAssignmentFixTests
{
    [Theory]
    [InlineData("_ = new HelloRequest { {|CS0200:Tags|} = names, Name = \"a\" };", "_ = new HelloRequest { Tags = { names }, Name = \"a\" };")]
    [InlineData("_ = new HelloRequest { {|CS0200:Tags|} = [\"a\", \"b\", .. names] };", "_ = new HelloRequest { Tags = { \"a\", \"b\", names } };")]
    [InlineData("_ = new HelloRequest { {|CS0200:Labels|} = labels };", "_ = new HelloRequest { Labels = { labels } };")]
    [InlineData("{|CS0200:request.Tags|} = names; // all", "request.Tags.Clear();\nrequest.Tags.Add(names); // all")]
    public Task Adds_to_the_field(string before, string after) => VerifyAnalyzerFix<EmptyDiagnosticAnalyzer, RepeatedFieldAssignmentFix>.Changes(Source(before), Source(after));

    [Theory]
    [InlineData("_ = new HelloRequest { {|CS0200:Tags|} = null };")]
    [InlineData("{|CS0200:names.Count|} = 1;")]
    public Task Leaves_other_errors_alone(string statement) => VerifyAnalyzerFix<EmptyDiagnosticAnalyzer, RepeatedFieldAssignmentFix>.Leaves(Source(statement));

    private static string Source(string statement) => Sources.Client("var names = new List<string>();\nvar labels = new Dictionary<string, string>();\n" + statement);
}
