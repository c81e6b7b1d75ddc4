// Writes down the real nesting of interceptors.
using System.Collections.Concurrent;
using Grpc.Core;

namespace GrpcSdk.AspNetCore.Tests.Harness;

/// <summary>What ran, in the order in which it began.</summary>
internal sealed class InterceptorTrace
{
    private readonly ConcurrentQueue<string> _entries = new();

    public IReadOnlyList<string> Entries => [.. _entries];

    public void Add(string entry) => _entries.Enqueue(entry);
}

/// <summary>Notes its name around everything that happens.</summary>
internal abstract class TracingInterceptor(string name, InterceptorTrace trace) : ServerInterceptor
{
    protected override ValueTask OnStartAsync(ServerCall call) => Note($"{name}+");

    protected override ValueTask OnMessageReceivedAsync(ServerCall call, object message) => Note($"{name}<");

    protected override ValueTask OnMessageSentAsync(ServerCall call, object message) => Note($"{name}>");

    protected override ValueTask OnEndAsync(ServerCall call, Exception? error) => Note(error is null ? $"{name}-" : $"{name}!");

    private ValueTask Note(string entry)
    {
        trace.Add(entry);
        return ValueTask.CompletedTask;
    }
}
