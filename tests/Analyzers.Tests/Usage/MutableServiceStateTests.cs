using GrpcSdk.Analyzers.Tests.Harness;
using GrpcSdk.Analyzers.Usage;

namespace GrpcSdk.Analyzers.Tests.Usage;

public class MutableServiceStateTests
{
    [Theory]
    [InlineData("private int _count;", "[|_count++|];", "")]
    [InlineData("private int _count;", "[|_count += 2|];", "")]
    [InlineData("public int Count { get; set; }", "[|Count++|];", "")]
    [InlineData("private string? _last;", "[|_last = request.Name|];", "Console.WriteLine(_last);")]
    [InlineData("private readonly List<string> _names = new();", "[|_names.Add(request.Name)|];", "Console.WriteLine(_names.Count);")]
    [InlineData("private readonly Dictionary<string, int> _names = new();", "[|_names[request.Name]|] = 1;", "Console.WriteLine(_names.Count);")]
    public Task Reports_state_that_is_meant_for_other_calls(string member, string first, string second) => Verify<MutableServiceStateRule>.Reports(Service(member, first, second));

    [Theory]
    [InlineData("private static int s_count;", "Interlocked.Increment(ref s_count);", "")]
    [InlineData("private int _count;", "Interlocked.Increment(ref _count);", "Console.WriteLine(_count);")]
    [InlineData("private readonly object _lock = new();\nprivate int _count;", "lock (_lock) { _count++; }", "Console.WriteLine(_count);")]
    [InlineData("private string? _name;\nprivate void Print() => Console.WriteLine(_name);", "_name = request.Name;\nPrint();", "")]
    [InlineData("private readonly System.Collections.Concurrent.ConcurrentDictionary<string, int> _names = new();", "_names[request.Name] = 1;", "Console.WriteLine(_names.Count);")]
    [InlineData("private readonly Store _store = new();\nprivate sealed class Store { public int Count; }", "_store.Count++;", "")]
    [InlineData("private int _count = 3;\npublic void Reset() => _count = 0;", "Console.WriteLine(_count);", "Console.WriteLine(_count);")]
    [InlineData("", "var count = 0;\ncount++;", "")]
    public Task Is_silent_on_guarded_state_and_on_state_within_one_call(string member, string first, string second) => Verify<MutableServiceStateRule>.Silent(Service(member, first, second));

    [Fact]
    public Task Is_silent_on_a_class_that_is_no_service() => Verify<MutableServiceStateRule>.Silent("""
        public sealed class Counter
        {
            private int _count;

            public Task<HelloReply> SayHello(HelloRequest request, ServerCallContext context)
            {
                _count++;
                return Task.FromResult(new HelloReply());
            }
        }
        """);

    private static string Service(string member, string first, string second) => $$"""
        public sealed class GreeterService : Greeter.GreeterBase
        {
            {{member}}

            public override Task<HelloReply> SayHello(HelloRequest request, ServerCallContext context)
            {
                {{first}}
                return Task.FromResult(new HelloReply());
            }

            public override Task ListHellos(HelloRequest request, IServerStreamWriter<HelloReply> responseStream, ServerCallContext context)
            {
                {{second}}
                return Task.CompletedTask;
            }
        }
        """;
}
