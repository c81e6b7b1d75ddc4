using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Grpc.Core;

namespace GrpcSdk.Paging;

/// <summary>
/// Fetches the pages of one walk in order: tokens, limits, cycle detection, deadline and prefetch. A fetch that fails
/// changes nothing, so that the next <see cref="ReadAsync"/> asks for the same page again.
/// </summary>
internal sealed class PageReader : IAsyncDisposable
{
    private readonly IPageSource _walk;
    private readonly PageOptions _options;
    private readonly StopTokens _stop;
    private readonly HashSet<UInt128> _seen = [];
    private readonly DateTime? _deadline;

    private string? _token;
    private long _skip;
    private long _remaining;
    private int _pageIndex;
    private int _emptyPages;
    private bool _ended;
    private bool _cycle;
    private Task<FetchedPage?>? _ahead;

    public PageReader(IPageSource walk, CancellationToken cancellationToken)
    {
        _walk = walk;
        _options = walk.Options;
        _token = walk.StartToken;
        _skip = walk.StartOffset;
        _remaining = _options.MaxItems ?? long.MaxValue;
        _deadline = _options.TotalTimeout is { } timeout ? _options.TimeProvider.DeadlineAfter(timeout) : null;
        _stop = new(cancellationToken, walk.CallOptions.CancellationToken);
        Remember(_token);
    }

    /// <summary>The caller's token and that of the call options.</summary>
    public StopTokens Stop => _stop;

    /// <summary>The next page, or null after the last one.</summary>
    public async ValueTask<FetchedPage?> ReadAsync()
    {
        var fetch = _ahead ?? FetchAsync();
        _ahead = null;
        var page = await fetch.ConfigureAwait(false);
        if (page is not null && _options.Prefetch > 0 && !_ended)
        {
            _ahead = FetchAsync();
        }

        return page;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        if (_ahead is { } ahead)
        {
            // A page that nobody asked for any more: whatever became of it is nobody's error.
            await ahead.ContinueWith(
                static task => _ = task.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default)
                .ConfigureAwait(false);
        }

        _stop.Dispose();
    }

    private async Task<FetchedPage?> FetchAsync()
    {
        if (_ended)
        {
            return null;
        }

        _stop.ThrowIfCancellationRequested();
        ThrowIfEndless();
        return Accept(await CallAsync().ConfigureAwait(false));
    }

    private async Task<FetchedPage> CallAsync()
    {
        var options = CallOptions();
        try
        {
            var (call, response) = _walk.Send(_token, options);
            using (call)
            {
                await response.ConfigureAwait(false);
                return _walk.Read(response);
            }
        }
        catch (Exception e) when (_stop.IsReasonOf(e))
        {
            throw _stop.Translate(e);
        }
    }

    private CallOptions CallOptions()
    {
        var options = _walk.CallOptions;
        options = _options.CallOptionsForPage?.Invoke(_pageIndex, options) ?? options;
        if (_deadline is { } deadline)
        {
            if (deadline <= _options.TimeProvider.GetUtcNow().UtcDateTime)
            {
                throw new RpcException(new Status(StatusCode.DeadlineExceeded,
                    $"{_walk.Name}: the total timeout of {_options.TotalTimeout} passed after {_pageIndex} pages."));
            }

            options = options.Deadline <= deadline ? options : options.WithDeadline(deadline);
        }

        return options.WithCancellationToken(_stop.Token);
    }

    private FetchedPage Accept(FetchedPage page)
    {
        page.Token = _token ?? "";
        page.Start = (int)Math.Min(_skip, page.Count);
        page.End = page.Start + (int)Math.Min(page.Count - page.Start, _remaining);

        _skip -= page.Start;
        _remaining -= page.End - page.Start;
        _pageIndex++;
        _emptyPages = page.Count == 0 ? _emptyPages + 1 : 0;
        _ended = _remaining <= 0 || page.NextToken.Length == 0;
        if (!_ended)
        {
            _token = page.NextToken;
            _cycle = !Remember(_token);
            _ended = _cycle && _options.TokenCycle == TokenCyclePolicy.Stop;
        }

        return page;
    }

    private void ThrowIfEndless()
    {
        if (_cycle)
        {
            throw new PagingProtocolException(
                $"{_walk.Name} returned a page token for the second time after {_pageIndex} pages, which would never end. "
                + $"Report it to the owner of the service; {nameof(PageOptions)}.{nameof(PageOptions.TokenCycle)} = {nameof(TokenCyclePolicy.Stop)} ends the list there instead.");
        }

        if (_emptyPages > _options.MaxEmptyPages)
        {
            throw new PagingProtocolException(
                $"{_walk.Name} returned {_emptyPages} empty pages in a row, each with a next page token. "
                + $"Raise {nameof(PageOptions)}.{nameof(PageOptions.MaxEmptyPages)} if this service filters that much.");
        }
    }

    /// <summary>False when the token was seen before. Hashes, because a long list has many and tokens may be long.</summary>
    private bool Remember(string? token) =>
        string.IsNullOrEmpty(token)
        || _seen.Add(BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(token))));
}
