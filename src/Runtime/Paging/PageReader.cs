using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using Grpc.Core;

namespace GrpcSdk.Paging;

/// <summary>
/// Fetches the pages of one walk in order: tokens, limits, cycle detection, deadline and prefetch. A fetch that fails
/// changes nothing, so that the next <see cref="ReadAsync"/> asks for the same page again.
/// </summary>
internal sealed class PageReader<TRequest, TResponse, TItem> : IAsyncDisposable
    where TRequest : class, IMessage<TRequest>
    where TResponse : class, IMessage<TResponse>
{
    private readonly PagedCall<TRequest, TResponse, TItem> _walk;
    private readonly PageOptions _options;
    private readonly CancellationTokenSource _stop;
    private readonly HashSet<UInt128> _seen = [];
    private readonly DateTime? _deadline;

    private string? _token;
    private long _skip;
    private long _remaining;
    private int _pageIndex;
    private int _emptyPages;
    private bool _ended;
    private bool _cycle;
    private Task<Page<TResponse, TItem>?>? _ahead;

    public PageReader(PagedCall<TRequest, TResponse, TItem> walk, CancellationToken cancellationToken)
    {
        _walk = walk;
        _options = walk.Options;
        _token = walk.StartToken;
        _skip = walk.StartOffset;
        _remaining = _options.MaxItems ?? long.MaxValue;
        _deadline = _options.TotalTimeout is { } timeout
            ? _options.TimeProvider.GetUtcNow().UtcDateTime + timeout
            : null;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, walk.CallOptions.CancellationToken);
        Remember(_token);
    }

    /// <summary>Cancelled when the caller's token or that of the call options is.</summary>
    public CancellationToken Stopped => _stop.Token;

    /// <summary>The next page, or null after the last one.</summary>
    public async ValueTask<Page<TResponse, TItem>?> ReadAsync()
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

    private async Task<Page<TResponse, TItem>?> FetchAsync()
    {
        if (_ended)
        {
            return null;
        }

        _stop.Token.ThrowIfCancellationRequested();
        ThrowIfEndless();
        var request = _walk.Request.Clone();
        _walk.Method.Write(request, _token, _walk.PageSize > 0 ? _walk.PageSize : null);
        var response = await CallAsync(request).ConfigureAwait(false);
        return Accept(response);
    }

    private async Task<TResponse> CallAsync(TRequest request)
    {
        var options = CallOptions();
        try
        {
            using var call = _walk.Method.Call(_walk.Client, request, options);
            return await call.ResponseAsync.ConfigureAwait(false);
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.Cancelled && _stop.IsCancellationRequested)
        {
            throw new OperationCanceledException(e.Message, e, _stop.Token);
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
                    $"{_walk.Method.Name}: the total timeout of {_options.TotalTimeout} passed after {_pageIndex} pages."));
            }

            options = options.Deadline <= deadline ? options : options.WithDeadline(deadline);
        }

        return options.WithCancellationToken(_stop.Token);
    }

    private Page<TResponse, TItem> Accept(TResponse response)
    {
        var content = _walk.Method.Read(response);
        var skipped = (int)Math.Min(_skip, content.Items.Count);
        var page = new Page<TResponse, TItem>(response, content, Window(content.Items, skipped), _token, skipped);

        _skip -= skipped;
        _remaining -= page.Items.Count;
        _pageIndex++;
        _emptyPages = content.Items.Count == 0 ? _emptyPages + 1 : 0;
        _ended = _remaining <= 0 || string.IsNullOrEmpty(content.NextToken);
        if (!_ended)
        {
            _token = content.NextToken;
            _cycle = !Remember(_token);
            _ended = _cycle && _options.TokenCycle == TokenCyclePolicy.Stop;
        }

        return page;
    }

    private IReadOnlyList<TItem> Window(IReadOnlyList<TItem> items, int skipped)
    {
        var count = (int)Math.Min(items.Count - skipped, _remaining);
        return count == items.Count ? items : [.. items.Skip(skipped).Take(count)];
    }

    private void ThrowIfEndless()
    {
        if (_cycle)
        {
            throw new PagingProtocolException(
                $"{_walk.Method.Name} returned a page token for the second time after {_pageIndex} pages, which would never end. "
                + $"Report it to the owner of the service; {nameof(PageOptions)}.{nameof(PageOptions.TokenCycle)} = {nameof(TokenCyclePolicy.Stop)} ends the list there instead.");
        }

        if (_emptyPages > _options.MaxEmptyPages)
        {
            throw new PagingProtocolException(
                $"{_walk.Method.Name} returned {_emptyPages} empty pages in a row, each with a next page token. "
                + $"Raise {nameof(PageOptions)}.{nameof(PageOptions.MaxEmptyPages)} if this service filters that much.");
        }
    }

    /// <summary>False when the token was seen before. Hashes, because a long list has many and tokens may be long.</summary>
    private bool Remember(string? token) =>
        string.IsNullOrEmpty(token)
        || _seen.Add(BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(token))));
}
