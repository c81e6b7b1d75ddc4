using GrpcSdk.Analyzers.Tests.Harness;
using GrpcSdk.Analyzers.Usage;

namespace GrpcSdk.Analyzers.Tests.Usage;

public class LocalDeadlineTests
{
    [Theory]
    [InlineData("await client.SayHelloAsync(request, deadline: [|DateTime.Now|].AddSeconds(5));")]
    [InlineData("client.SayHello(request, null, [|DateTime.Now|]);")]
    [InlineData("_ = new CallOptions(deadline: [|DateTime.Today|].AddDays(1).AddHours(2));")]
    [InlineData("_ = new CallOptions().WithDeadline([|DateTime.Now|] + TimeSpan.FromSeconds(5));")]
    [InlineData("var deadline = [|DateTime.Now|].AddSeconds(5);\nawait client.SayHelloAsync(request, deadline: deadline);")]
    [InlineData("await client.SayHelloAsync(request, deadline: [|DateTime.UtcNow.AddSeconds(5).ToLocalTime()|]);")]
    [InlineData("await client.SayHelloAsync(request, deadline: [|DateTimeOffset.UtcNow.DateTime|].AddSeconds(5));")]
    [InlineData("await client.SayHelloAsync(request, deadline: [|TimeProvider.System.GetUtcNow().LocalDateTime|]);")]
    [InlineData("await client.SayHelloAsync(request, deadline: request.Name == \"\" ? [|DateTime.Now|].AddSeconds(1) : DateTime.UtcNow.AddSeconds(5));")]
    [InlineData("await client.SayHelloAsync(request, deadline: request.Name switch { \"\" => [|DateTime.Now|], \"a\" => [|DateTime.Today|], _ => DateTime.UtcNow });")]
    [InlineData("DateTime? given = null;\nawait client.SayHelloAsync(request, deadline: given ?? [|DateTime.Now|].AddSeconds(1));")]
    [InlineData("var (name, deadline) = (\"a\", [|DateTime.Now|].AddSeconds(1));\nConsole.WriteLine(name);\nawait client.SayHelloAsync(request, deadline: deadline);")]
    [InlineData("string name;\nDateTime deadline;\n(name, deadline) = (\"a\", [|DateTime.Now|]);\nConsole.WriteLine(name);\nawait client.SayHelloAsync(request, deadline: deadline);")]
    [InlineData("var limits = (Name: \"a\", Deadline: [|DateTime.Now|].AddSeconds(1));\nawait client.SayHelloAsync(request, deadline: limits.Deadline);")]
    [InlineData("DateTime deadline;\nif (request.Name == \"\") { deadline = [|DateTime.Now|]; } else { deadline = DateTime.UtcNow; }\nawait client.SayHelloAsync(request, deadline: deadline);")]
    [InlineData("var start = [|DateTime.Now|];\nvar deadline = start.AddSeconds(5);\nawait client.SayHelloAsync(request, deadline: deadline);")]
    public Task Reports_a_deadline_in_local_time(string statements) => Verify<LocalDeadlineRule>.Reports(Sources.Client(statements));

    [Theory]
    [InlineData("await client.SayHelloAsync(request, deadline: DateTime.UtcNow.AddSeconds(5));")]
    [InlineData("await client.SayHelloAsync(request, deadline: TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(5));")]
    [InlineData("await client.SayHelloAsync(request, deadline: DateTime.Now.AddSeconds(5).ToUniversalTime());")]
    [InlineData("await client.SayHelloAsync(request, deadline: DateTime.SpecifyKind(DateTime.Now, DateTimeKind.Utc));")]
    [InlineData("await client.SayHelloAsync(request, deadline: DateTime.MaxValue);")]
    [InlineData("await client.SayHelloAsync(request);\nConsole.WriteLine(DateTime.Now.AddSeconds(5));")]
    [InlineData("request.Name = DateTime.Now.ToString();\nawait client.SayHelloAsync(request, deadline: null);")]
    [InlineData("var deadline = DateTime.Now;\ndeadline = DateTime.UtcNow;\nawait client.SayHelloAsync(request, deadline: deadline);")]
    [InlineData("var (name, deadline) = (DateTime.Now, DateTime.UtcNow);\nConsole.WriteLine(name);\nawait client.SayHelloAsync(request, deadline: deadline);")]
    [InlineData("var limits = (Start: DateTime.Now, Deadline: DateTime.UtcNow);\nawait client.SayHelloAsync(request, deadline: limits.Deadline);")]
    [InlineData("await client.SayHelloAsync(request, deadline: DateTime.Now > DateTime.Today ? DateTime.UtcNow : DateTime.MaxValue);")]
    [InlineData("var deadline = DateTime.UtcNow;\ndeadline = deadline.AddSeconds(1);\nawait client.SayHelloAsync(request, deadline: deadline);")]
    [InlineData("Schedule(DateTime.Now.AddSeconds(5));\nvoid Schedule(DateTime deadline) { }")]
    public Task Is_silent_on_a_deadline_in_UTC_and_on_other_uses_of_local_time(string statements) => Verify<LocalDeadlineRule>.Silent(Sources.Client(statements));

    [Fact]
    public Task Names_the_expression() => Verify<LocalDeadlineRule>.ReportsMessage(
        Sources.Client("await client.SayHelloAsync(request, deadline: [|DateTime.Now|].AddSeconds(5));"),
        "The deadline comes from 'DateTime.Now', which is not in UTC: the call throws before it starts");
}
