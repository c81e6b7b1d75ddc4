using System.Runtime.CompilerServices;
using Google.Protobuf;
using Grpc.Core;

namespace GrpcSdk.Paging;

/// <summary>
/// All items of a paginated RPC, fetched page by page while they are enumerated. Nothing is sent before; every
/// enumeration walks the list anew.
/// </summary>
/// <typeparam name="TRequest">The request message.</typeparam>
/// <typeparam name="TResponse">The response message.</typeparam>
/// <typeparam name="TItem">The item.</typeparam>
/// <remarks>
/// Enumerating throws <see cref="RpcException"/> when a page fails; <c>MoveNextAsync</c> may then be called again and asks
/// for the same page. It throws <see cref="PagingProtocolException"/> when the server would never end, and
/// <see cref="OperationCanceledException"/> when a token is cancelled, at the next item.
/// </remarks>
public sealed class PagedCall<TRequest, TResponse, TItem> : IAsyncEnumerable<TItem>, IPageSource
    where TRequest : class, IMessage<TRequest>
    where TResponse : class, IMessage<TResponse>
{
    private readonly PageMethod<TRequest, TResponse, TItem> _method;
    private readonly ClientBase _client;
    private readonly TRequest _request;
    private readonly PageOptions _options;
    private readonly CallOptions _callOptions;

    /// <summary>Prepares a walk; sends nothing.</summary>
    /// <param name="method">The RPC.</param>
    /// <param name="client">The client to call it on.</param>
    /// <param name="request">The request of the first page. It is copied: later changes to it have no effect.</param>
    /// <param name="options">How to walk; <see langword="null"/> for the defaults.</param>
    /// <param name="callOptions">Headers, deadline and so on of every page call.</param>
    /// <exception cref="ArgumentNullException">Method, client or request is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number in <paramref name="options"/> is outside its range.</exception>
    /// <exception cref="ArgumentException">There is a page size in <paramref name="options"/>, and no field of the request takes it.</exception>
    public PagedCall(
        PageMethod<TRequest, TResponse, TItem> method,
        ClientBase client,
        TRequest request,
        PageOptions? options = null,
        CallOptions callOptions = default)
    {
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(request);
        _method = method;
        _client = client;
        _request = request.Clone();
        _options = (options ?? PageOptions.Default).Validate(nameof(options));
        _callOptions = callOptions;
        if (_options.PageSize > 0 && !method.HasPageSize)
        {
            throw new ArgumentException(
                $"{method.Name} has no page size that was recognised, so {nameof(PageOptions)}.{nameof(PageOptions.PageSize)} would have no effect: "
                + "name the field with [assembly: GrpcPage<TClient>(..., Size = \"...\")], or leave the size to the server.",
                nameof(options));
        }

        PageSize = (int)Math.Min(_options.PageSize, _options.MaxItems ?? int.MaxValue);
    }

    private PagedCall(PagedCall<TRequest, TResponse, TItem> walk)
    {
        _method = walk._method;
        _client = walk._client;
        _request = walk._request;
        _options = walk._options;
        _callOptions = walk._callOptions;
        PageSize = walk.PageSize;
        StartToken = walk.StartToken;
        StartOffset = walk.StartOffset;
    }

    string IPageSource.Name => _method.Name;

    PageOptions IPageSource.Options => _options;

    CallOptions IPageSource.CallOptions => _callOptions;

    string? IPageSource.StartToken => StartToken;

    long IPageSource.StartOffset => StartOffset;

    // The size to ask for; 0 for the request's own.
    private int PageSize { get; init; }

    private string? StartToken { get; init; }

    private long StartOffset { get; init; }

    /// <inheritdoc/>
    public IAsyncEnumerator<TItem> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        new PagedEnumerator<TItem>(this, cancellationToken);

    /// <summary>The same walk as pages: the responses with their tokens, empty ones included.</summary>
    /// <param name="cancellationToken">Ends the walk.</param>
    /// <returns>The pages in order.</returns>
    public async IAsyncEnumerable<Page<TResponse, TItem>> AsPages([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var reader = new PageReader(this, cancellationToken);
        await using var _ = reader.ConfigureAwait(false);
        while (await reader.ReadAsync().ConfigureAwait(false) is { } page)
        {
            yield return new Page<TResponse, TItem>(page);
        }
    }

    /// <summary>The same walk, each item with the place after it: where to resume once the item has been dealt with.</summary>
    /// <param name="cancellationToken">Ends the walk.</param>
    /// <returns>The items in order, each with its checkpoint.</returns>
    public async IAsyncEnumerable<(TItem Item, PageCheckpoint Checkpoint)> WithCheckpoints(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var hash = _method.HashOf(_request);
        var items = new PagedEnumerator<TItem>(this, cancellationToken);
        await using var _ = items.ConfigureAwait(false);
        while (await items.MoveNextAsync().ConfigureAwait(false))
        {
            yield return (items.Current, items.CheckpointAfter(hash));
        }
    }

    /// <summary>The same list from a checkpoint on.</summary>
    /// <param name="checkpoint">A place in this list; page sizes may differ from those it was taken with.</param>
    /// <returns>A walk that starts with the item after the checkpoint.</returns>
    /// <exception cref="ArgumentException">The checkpoint was taken with another method or request.</exception>
    public PagedCall<TRequest, TResponse, TItem> ResumeFrom(PageCheckpoint checkpoint)
    {
        if (checkpoint.RequestHash != _method.HashOf(_request))
        {
            throw new ArgumentException(
                $"The checkpoint belongs to another list: {_method.Name} has to be called with the request that it was taken with (only the page size may differ).",
                nameof(checkpoint));
        }

        return new(this) { StartToken = checkpoint.Token is "" ? null : checkpoint.Token, StartOffset = checkpoint.Offset };
    }

    /// <summary>
    /// The first items of this walk: exactly as many as asked for, however many the server puts into a page; fewer only
    /// at the end of the list.
    /// </summary>
    /// <param name="count">The number of items; also the page size asked for, unless the options have one.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <returns>The items, and where the next ones start.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is less than 1.</exception>
    public async Task<PageSlice<TItem>> ReadPageAsync(int count, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var walk = new PagedCall<TRequest, TResponse, TItem>(this) { PageSize = PageSize > 0 ? PageSize : count };
        var items = new PagedEnumerator<TItem>(walk, cancellationToken);
        await using var _ = items.ConfigureAwait(false);
        var slice = new List<TItem>(Math.Min(count, 1024));
        while (slice.Count < count && await items.MoveNextAsync().ConfigureAwait(false))
        {
            slice.Add(items.Current);
        }

        return new(slice, slice.Count == count && items.HasMore ? items.CheckpointAfter(_method.HashOf(_request)) : null);
    }

    (IDisposable Call, Task Response) IPageSource.Send(string? token, CallOptions options)
    {
        var request = _request.Clone();
        _method.Write(request, token, PageSize > 0 ? PageSize : null);
        var call = _method.Call(_client, request, options);
        return (call, call.ResponseAsync);
    }

    FetchedPage IPageSource.Read(Task response)
    {
        var message = ((Task<TResponse>)response).Result;
        var content = _method.Read(message);
        return new(message, content.Items, content.Items.Count)
        {
            NextToken = content.NextToken ?? "",
            TotalSize = content.TotalSize,
            Unreachable = content.Unreachable,
        };
    }
}
