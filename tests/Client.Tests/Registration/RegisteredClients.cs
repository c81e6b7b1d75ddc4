// The clients of this assembly; the generated AddGrpcSdkClients registers them.
using GrpcSdk;
using GrpcSdk.AspNetCore;
using GrpcSdk.AspNetCore.Tests.Protos;
using GrpcSdk.Client.Tests.Registration;

[assembly: GrpcClient<Probe.ProbeClient>]
[assembly: GrpcClientInterceptor<Outer>(Order = 10)]
[assembly: GrpcClientInterceptor<Inner, Probe.ProbeClient>(Order = 20)]
[assembly: GrpcInterceptor<RecoveryInterceptor>(Order = 100)]

namespace GrpcSdk.Client.Tests.Registration;

internal sealed class Outer(ClientTrace trace) : TracingClientInterceptor("outer", trace);

internal sealed class Inner(ClientTrace trace) : TracingClientInterceptor("inner", trace);

/// <summary>What the client interceptors did.</summary>
internal sealed class ClientTrace
{
    private readonly System.Collections.Concurrent.ConcurrentQueue<string> _entries = new();

    public IReadOnlyList<string> Entries => [.. _entries];

    public void Add(string entry) => _entries.Enqueue(entry);
}

internal abstract class TracingClientInterceptor(string name, ClientTrace trace) : ClientInterceptor
{
    protected override void OnStart(ClientCall call) => trace.Add($"{name}+");

    protected override void OnMessageSent(ClientCall call, object message) => trace.Add($"{name}>");

    protected override void OnMessageReceived(ClientCall call, object message) => trace.Add($"{name}<");

    protected override void OnEnd(ClientCall call, Exception? error) => trace.Add(error is null ? $"{name}-" : $"{name}!");
}
