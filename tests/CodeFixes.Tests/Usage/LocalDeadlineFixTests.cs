using GrpcSdk.Analyzers.Tests.Harness;
using GrpcSdk.Analyzers.Usage;
using GrpcSdk.CodeFixes.Usage;

namespace GrpcSdk.CodeFixes.Tests.Usage;

public class LocalDeadlineFixTests
{
    [Theory]
    [InlineData("DateTime.Now", "DateTime.UtcNow")]
    [InlineData("DateTime.Today", "DateTime.UtcNow.Date")]
    [InlineData("DateTimeOffset.UtcNow.DateTime", "DateTimeOffset.UtcNow.UtcDateTime")]
    [InlineData("TimeProvider.System.GetUtcNow().LocalDateTime", "TimeProvider.System.GetUtcNow().UtcDateTime")]
    [InlineData("DateTime.UtcNow.ToLocalTime()", "DateTime.UtcNow")]
    public Task Takes_the_time_in_UTC(string local, string utc) => VerifyFix<LocalDeadlineRule, LocalDeadlineFix>.Changes(
        Sources.Client($"await client.SayHelloAsync(request, deadline: /* soon */ [|{local}|].AddSeconds(5)); // five seconds"),
        Sources.Client($"await client.SayHelloAsync(request, deadline: /* soon */ {utc}.AddSeconds(5)); // five seconds"));

    [Fact]
    public Task Fixes_all_of_a_document() => VerifyFix<LocalDeadlineRule, LocalDeadlineFix>.Changes(
        Sources.Client("await client.SayHelloAsync(request, deadline: [|DateTime.Now|].AddSeconds(5));\nclient.SayHello(request, null, [|DateTime.Now|]);"),
        Sources.Client("await client.SayHelloAsync(request, deadline: DateTime.UtcNow.AddSeconds(5));\nclient.SayHello(request, null, DateTime.UtcNow);"));
}
