using GrpcSdk.Analyzers.Tests.Harness;
using GrpcSdk.Analyzers.Usage;
using GrpcSdk.CodeFixes.Usage;

namespace GrpcSdk.CodeFixes.Tests.Usage;

public class IgnoredTokenFixTests
{
    [Theory]
    [InlineData("await Task.[|Delay|](1000);", "await Task.Delay(1000, context.CancellationToken);")]
    [InlineData("await catalog.[|FindAsync|](request);", "await catalog.FindAsync(request, cancellationToken: context.CancellationToken);")]
    [InlineData("await catalog.[|FindAsync|](request, deadline: context.Deadline);", "await catalog.FindAsync(request, deadline: context.Deadline, cancellationToken: context.CancellationToken);")]
    [InlineData("await File.[|ReadAllTextAsync|](\"a\"); // all", "await File.ReadAllTextAsync(\"a\", context.CancellationToken); // all")]
    [InlineData("await Task.WhenAll(new[] { 1 }.Select(async _ => await Task.[|Delay|](1)));", "await Task.WhenAll(new[] { 1 }.Select(async _ => await Task.Delay(1, context.CancellationToken)));")]
    [InlineData("await Task.[|Delay|](1);\nawait Task.[|Delay|](2);", "await Task.Delay(1, context.CancellationToken);\nawait Task.Delay(2, context.CancellationToken);")]
    public Task Passes_the_token(string before, string after) => VerifyFix<IgnoredTokenRule, IgnoredTokenFix>.Changes(Sources.Unary(before), Sources.Unary(after));

    [Fact]
    public Task Leaves_a_static_local_function_alone() => VerifyFix<IgnoredTokenRule, IgnoredTokenFix>.Leaves(
        Sources.Unary("await WaitAsync();\nstatic async Task WaitAsync() => await Task.[|Delay|](1);"));
}
