using Google.Protobuf;
namespace GrpcSdk.Testing;

internal sealed class Replay
{
    public Answer<TRequest, TResponse> Answer<TRequest, TResponse>(RpcCall<TRequest, TResponse> call)
        where TRequest : class, IMessage<TRequest>, new()
        where TResponse : class, IMessage<TResponse>, new() => throw new NotImplementedException();
    private readonly List<string> _left = [];
    public IEnumerable<string> Unplayed() => _left;
}
