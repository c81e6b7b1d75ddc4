// Verification of a whole mock.
using System.Collections.Concurrent;

namespace GrpcSdk.Testing;

public abstract partial class GrpcMock
{
    // Guarded by the log. It stands here and not in the records, because most calls of a test are never asked for.
    private HashSet<RpcCall>? _verified;
    private ConcurrentQueue<string>? _problems;

    /// <summary>
    /// Verifies that the test and its mock fit: every setup was used, every call had one, no handler threw, and a
    /// strict replay was played to its end.
    /// </summary>
    /// <exception cref="GrpcMockException">One of it does not hold; the message lists everything.</exception>
    public void VerifyAll()
    {
        var unused = KnownRpcs().SelectMany(rpc => rpc.UnusedSetups()).Select(s => $"The setup {s} was never used.");
        var problems = unused.Concat(_problems ?? []).Concat(ActiveReplay?.Unplayed() ?? []).ToList();
        if (problems.Count > 0)
        {
            throw new GrpcMockException($"{string.Join('\n', problems)}\nCalls:\n{CallText.List(Calls)}");
        }
    }

    /// <summary>Verifies that a <c>Received</c> has asked for every call.</summary>
    /// <exception cref="GrpcMockException">A call was not asked for; the message lists them.</exception>
    public void VerifyNoOtherCalls()
    {
        List<RpcCall> others;
        lock (Log)
        {
            others = [.. Calls.Where(call => _verified?.Contains(call) != true)];
        }

        if (others.Count > 0)
        {
            throw new GrpcMockException($"Expected no other calls, but there {(others.Count == 1 ? "was 1" : $"were {others.Count}")}:\n{CallText.List(others)}");
        }
    }

    /// <summary>Notes that a test has asked for these calls.</summary>
    internal void Verified(IEnumerable<RpcCall> calls)
    {
        lock (Log)
        {
            (_verified ??= []).UnionWith(calls);
        }
    }

    /// <summary>Keeps a problem that code under test may swallow, so that <see cref="VerifyAll"/> can report it.</summary>
    internal void Remember(string problem) =>
        LazyInitializer.EnsureInitialized(ref _problems, static () => new()).Enqueue(problem);

    private void ForgetVerifications()
    {
        lock (Log)
        {
            _verified = null;
        }

        Volatile.Write(ref _problems, null);
    }
}
