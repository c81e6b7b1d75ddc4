// Replay, attached to a mock.
namespace GrpcSdk.Testing;

/// <summary>How closely calls must follow a recording.</summary>
public enum ReplayMode
{
    /// <summary>The recorded calls, all of them, in their order, with equal requests. <see cref="GrpcMock.VerifyAll"/> reports what was not played.</summary>
    Strict,

    /// <summary>Any recorded call with equal requests, in any order and any number of times; what was not recorded goes to the setups.</summary>
    Lenient,
}

public abstract partial class GrpcMock
{
    internal Replay? ActiveReplay;

    /// <summary>Answers calls from a file that <see cref="RpcRecorder"/> wrote.</summary>
    /// <param name="path">The file. Calls of other services in it are passed over.</param>
    /// <param name="mode">How closely calls must follow it.</param>
    /// <exception cref="GrpcMockException">The file is damaged or has no call of this service; a later call that differs from it throws too, and names the first difference.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public void Replay(string path, ReplayMode mode = ReplayMode.Strict)
    {
        Volatile.Write(ref ActiveReplay, Testing.Replay.Load(this, path, mode));
        Volatile.Write(ref IsInterfered, true);
    }

    private void StopReplay() => Volatile.Write(ref ActiveReplay, null);
}
