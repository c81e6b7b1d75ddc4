using Grpc.Core;

namespace GrpcSdk.Client;

/// <summary>One call as one <see cref="ClientInterceptor"/> sees it, of whatever kind the method is.</summary>
public sealed class ClientCall
{
    private int _ended;

    internal ClientCall(IMethod method, string? host, CallOptions options)
    {
        Definition = method;
        Host = host;
        Options = options;
    }

    /// <summary>The method: name, service, kind.</summary>
    public IMethod Definition { get; }

    /// <summary>The full name of the method, <c>package.Service/Method</c>.</summary>
    public string Method => Definition.FullName.TrimStart('/');

    /// <summary>The authority to call, or <see langword="null"/> for the channel's.</summary>
    public string? Host { get; }

    /// <summary>
    /// Deadline, metadata, credentials, cancellation. What <see cref="ClientInterceptor.OnStart"/> sets here is what the
    /// interceptors further inside, and the server, see.
    /// </summary>
    public CallOptions Options { get; set; }

    /// <summary>Anything that the interceptor wants to find again in its later callbacks for this call. No other interceptor sees it.</summary>
    public object? State { get; set; }

    /// <summary>Adds an entry to the metadata that is sent, leaving the caller's own object alone.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    public void AddMetadata(string key, string value)
    {
        var metadata = new Metadata();
        foreach (var entry in Options.Headers ?? Metadata.Empty)
        {
            metadata.Add(entry);
        }

        metadata.Add(key, value);
        Options = Options.WithHeaders(metadata);
    }

    internal bool TryEnd() => Interlocked.Exchange(ref _ended, 1) == 0;
}
