using Google.Protobuf;
using Grpc.Core;

namespace GrpcSdk.AspNetCore.Paging;

/// <summary>How many items a page has.</summary>
public sealed record PageLimits
{
    internal static readonly PageLimits Standard = new();

    /// <summary>The size of a page when the client does not ask for one; 50 by default.</summary>
    public int DefaultSize { get; init; } = 50;

    /// <summary>The largest page; more is reduced to it, as AIP-158 wants, and not refused. 1,000 by default.</summary>
    public int MaxSize { get; init; } = 1000;
}

/// <summary>
/// What a client asks of a list method: a size within limits and, after the first page, the cursor of its page token.
/// </summary>
/// <example>
/// <code>
/// var page = PageRequest.From(request, context, _tokens);
/// var users = await db.Users.ToKeysetPageAsync(page, ByName, context.CancellationToken);
/// return new ListUsersResponse { Users = { users.Items.Select(ToProto) }, NextPageToken = users.NextPageToken };
/// </code>
/// </example>
public sealed class PageRequest
{
    private readonly PageTokenProtector _tokens;
    private readonly string _requestHash;
    private readonly string _tokenField;

    private PageRequest(PageTokenProtector tokens, string requestHash, string tokenField, int size, ReadOnlyMemory<byte> cursor, bool isFirst)
    {
        _tokens = tokens;
        _requestHash = requestHash;
        _tokenField = tokenField;
        Size = size;
        Cursor = cursor;
        IsFirst = isFirst;
    }

    /// <summary>The number of items to return at most; at least 1.</summary>
    public int Size { get; }

    /// <summary>Where the page starts, as it was given to <see cref="NextToken"/>; empty for the first page.</summary>
    public ReadOnlyMemory<byte> Cursor { get; }

    /// <summary>The longest cursor that <see cref="NextToken"/> takes, in bytes; it follows from <see cref="PageTokenOptions.MaxTokenLength"/>.</summary>
    public int MaxCursorLength => _tokens.MaxCursorLength;

    /// <summary>Whether this is the first page, without a token.</summary>
    public bool IsFirst { get; }

    /// <summary>Reads size and token of a request, found by their names (docs/paging.md).</summary>
    /// <typeparam name="TRequest">The request message.</typeparam>
    /// <param name="request">The request.</param>
    /// <param name="context">The call, for its method.</param>
    /// <param name="tokens">Reads and makes tokens.</param>
    /// <param name="limits">Sizes; <see langword="null"/> for 50 by default and 1,000 at most.</param>
    /// <returns>The page that is asked for.</returns>
    /// <exception cref="ArgumentNullException">Request, context or tokens is <see langword="null"/>.</exception>
    /// <exception cref="RpcException">INVALID_ARGUMENT with details: a negative size, or a token that is not this list's.</exception>
    public static PageRequest From<TRequest>(TRequest request, ServerCallContext context, PageTokenProtector tokens, PageLimits? limits = null)
        where TRequest : class, IMessage<TRequest>
    {
        ArgumentNullException.ThrowIfNull(context);
        return ForMethod(context.Method, request, tokens, limits);
    }

    /// <summary>Reads size and token of a request, found by their names (docs/paging.md).</summary>
    /// <typeparam name="TRequest">The request message.</typeparam>
    /// <param name="method">The method that the token belongs to.</param>
    /// <param name="request">The request.</param>
    /// <param name="tokens">Reads and makes tokens.</param>
    /// <param name="limits">Sizes; <see langword="null"/> for 50 by default and 1,000 at most.</param>
    /// <returns>The page that is asked for.</returns>
    /// <exception cref="ArgumentNullException">Request, method or tokens is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A limit is less than 1.</exception>
    /// <exception cref="RpcException">INVALID_ARGUMENT with details: a negative size, or a token that is not this list's.</exception>
    public static PageRequest ForMethod<TRequest>(string method, TRequest request, PageTokenProtector tokens, PageLimits? limits = null)
        where TRequest : class, IMessage<TRequest>
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(tokens);
        limits ??= PageLimits.Standard;
        ArgumentOutOfRangeException.ThrowIfLessThan(limits.DefaultSize, 1, $"{nameof(limits)}.{nameof(limits.DefaultSize)}");
        ArgumentOutOfRangeException.ThrowIfLessThan(limits.MaxSize, 1, $"{nameof(limits)}.{nameof(limits.MaxSize)}");

        var fields = PageFields.Of(request.Descriptor);
        var asked = fields.SizeOf(request);
        if (asked < 0)
        {
            throw PageErrors.NegativeSize(fields.SizeName, asked, tokens.ErrorDomain);
        }

        // One less than the largest list, because whoever looks for a next page asks for one item more.
        var size = (int)Math.Min(Math.Min(asked == 0 ? limits.DefaultSize : asked, limits.MaxSize), Array.MaxLength - 1);
        var hash = PageFields.HashOf(method, request);
        var token = fields.TokenOf(request);
        var cursor = token.Length == 0 ? [] : tokens.Unprotect(hash, token, fields.TokenName);
        return new(tokens, hash, fields.TokenName, size, cursor, token.Length == 0);
    }

    /// <summary>Makes the token of the page after this one.</summary>
    /// <param name="cursor">Where the next page starts; it comes back as <see cref="Cursor"/>.</param>
    /// <returns>The text for <c>next_page_token</c>. Leave that field empty on the last page.</returns>
    /// <exception cref="ArgumentException">The cursor is longer than <see cref="MaxCursorLength"/>: no server with these options would accept its token.</exception>
    public string NextToken(ReadOnlySpan<byte> cursor) => _tokens.Protect(_requestHash, cursor);

    /// <summary>The error for a cursor that makes no sense any more, such as one of an older version of the service.</summary>
    /// <returns>INVALID_ARGUMENT with <c>BadRequest</c> and <c>ErrorInfo</c>, to throw.</returns>
    public RpcException InvalidToken() => PageErrors.InvalidToken(_tokenField, _tokens.ErrorDomain);

    /// <summary>The error for a cursor whose place is gone, such as one that names a row which was deleted.</summary>
    /// <returns>INVALID_ARGUMENT with <c>BadRequest</c> and <c>ErrorInfo</c> (<c>PAGE_TOKEN_EXPIRED</c>), to throw.</returns>
    public RpcException ExpiredToken() => PageErrors.ExpiredToken(_tokenField, _tokens.ErrorDomain);
}
