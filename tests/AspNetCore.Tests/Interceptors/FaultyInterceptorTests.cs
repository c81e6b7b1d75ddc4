using Grpc.Core;
using GrpcSdk.AspNetCore.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace GrpcSdk.AspNetCore.Tests.Interceptors;

// An interceptor that throws before, inside and after the handler.
public class FaultyInterceptorTests
{
    public static TheoryData<MethodType, string> Places { get; } = new MatrixTheoryData<MethodType, string>(
        [MethodType.Unary, MethodType.ClientStreaming, MethodType.ServerStreaming, MethodType.DuplexStreaming],
        ["start", "received", "sent", "end"]);

    [Theory]
    [MemberData(nameof(Places))]
    public async Task An_interceptor_that_throws_ends_the_call_as_INTERNAL_and_OnEnd_runs_once(MethodType kind, string place)
    {
        var interceptor = new Faulty(place);
        await using var host = await ProbeHost.StartAsync(services => services.AddGrpcSdkInterceptor<Faulty>().AddSingleton(interceptor));

        var result = await host.Client.CallAsync(kind);

        Assert.Equal(StatusCode.Internal, result.Code);
        Assert.DoesNotContain("hunter2", result.Error!.ToString(), StringComparison.Ordinal);
        await host.AssertRecordedOnceAsync(ProbeCalls.MethodName(kind), StatusCode.Internal);
        Assert.Equal(1, interceptor.Ends);
    }

    private sealed class Faulty(string place) : ServerInterceptor
    {
        private int _ends;

        public int Ends => _ends;

        protected override ValueTask OnStartAsync(ServerCall call) => At("start");

        protected override ValueTask OnMessageReceivedAsync(ServerCall call, object message) => At("received");

        protected override ValueTask OnMessageSentAsync(ServerCall call, object message) => At("sent");

        protected override ValueTask OnEndAsync(ServerCall call, Exception? error)
        {
            Interlocked.Increment(ref _ends);
            return At("end");
        }

        private async ValueTask At(string here)
        {
            await Task.Yield();
            if (here == place)
            {
                throw new InvalidOperationException("Password=hunter2");
            }
        }
    }
}
