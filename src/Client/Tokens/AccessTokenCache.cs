namespace GrpcSdk.Client;

/// <summary>Keeps the last token until shortly before it expires; calls that come together wait for one refresh.</summary>
internal sealed class AccessTokenCache(IAccessTokenSource source, TimeProvider time) : IDisposable
{
    // A token that expires on its way is refused by the server.
    private static readonly TimeSpan RefreshBefore = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _refreshing = new(1, 1);
    private Entry? _current;

    public ValueTask<string> GetAsync(CancellationToken cancellationToken) =>
        Volatile.Read(ref _current) is { } entry && IsFresh(entry)
            ? new ValueTask<string>(entry.Token.Value)
            : RefreshAsync(cancellationToken);

    public void Dispose() => _refreshing.Dispose();

    private async ValueTask<string> RefreshAsync(CancellationToken cancellationToken)
    {
        await _refreshing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_current is not { } entry || !IsFresh(entry))
            {
                entry = new Entry(await source.GetTokenAsync(cancellationToken).ConfigureAwait(false));
                Volatile.Write(ref _current, entry);
            }

            return entry.Token.Value;
        }
        finally
        {
            _refreshing.Release();
        }
    }

    private bool IsFresh(Entry entry) => entry.Token.ExpiresOn > time.GetUtcNow() + RefreshBefore;

    private sealed record Entry(AccessToken Token);
}
