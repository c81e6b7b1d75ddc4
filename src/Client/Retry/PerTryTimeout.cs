using System.Collections.Concurrent;
using Grpc.Core;

namespace GrpcSdk.Client;

/// <summary>
/// Which of a client's methods a time per try is for: the unary ones. A stream's headers come with its first message, and
/// nobody knows when that is due. Interceptors know the kind of a method, message handlers see each try of a call.
/// </summary>
internal sealed class PerTryTimeout
{
    private readonly ConcurrentDictionary<string, bool> _unaryPaths = new(StringComparer.Ordinal);

    /// <summary>Called with each call before its first try.</summary>
    public void Learn(IMethod method)
    {
        if (method.Type == MethodType.Unary)
        {
            _unaryPaths.TryAdd(method.FullName, true);
        }
    }

    public bool AppliesTo(HttpRequestMessage request) =>
        request.RequestUri is { } uri && _unaryPaths.ContainsKey(uri.AbsolutePath);
}
