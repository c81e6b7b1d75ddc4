// Replay, attached to a mock.
namespace GrpcSdk.Testing;

public abstract partial class GrpcMock
{
    internal Replay? ActiveReplay { get; private set; }

    private void StopReplay() => ActiveReplay = null;
}
