using Grpc.Core;

namespace GrpcSdk.Paging;

/// <summary>What a pager does when the server returns a page token that it returned before.</summary>
public enum TokenCyclePolicy
{
    /// <summary>Deliver the page, then throw <see cref="PagingProtocolException"/>.</summary>
    Throw = 0,

    /// <summary>Deliver the page, then end as if the token had been empty.</summary>
    Stop = 1,
}

/// <summary>How to walk the pages of a list.</summary>
public sealed record PageOptions
{
    internal static readonly PageOptions Default = new();

    /// <summary>
    /// Items that the server is asked for per page. 0, the default, leaves the request's own size, and with that the
    /// server's default. The server may return fewer or more. It is not a limit on the list: that is <see cref="MaxItems"/>.
    /// A method whose request has no field for it refuses it.
    /// </summary>
    public int PageSize { get; init; }

    /// <summary>Items after which the walk ends; <see langword="null"/>, the default, for all of them.</summary>
    public long? MaxItems { get; init; }

    /// <summary>
    /// Pages requested ahead while the caller still consumes one: 0, the default, or 1. A page needs the token of the one
    /// before it, so that more than one cannot overlap any further.
    /// </summary>
    public int Prefetch { get; init; }

    /// <summary>
    /// Time for the whole walk from its first page on, the caller's own time included; each page call gets what is left as
    /// its deadline. <see langword="null"/>, the default, for no limit.
    /// </summary>
    public TimeSpan? TotalTimeout { get; init; }

    /// <summary>What to do when the server returns a token a second time, which would loop for ever. Throws by default.</summary>
    public TokenCyclePolicy TokenCycle { get; init; }

    /// <summary>
    /// Empty pages in a row after which the walk fails; 1,000 by default. Empty pages with a next token are legal
    /// (a server that filters may return them), an endless row of them is a fault.
    /// </summary>
    public int MaxEmptyPages { get; init; } = 1000;

    /// <summary>
    /// Changes the call options of one page; it gets the index of the page, from 0, and the options so far. It runs before
    /// <see cref="TotalTimeout"/> shortens the deadline.
    /// </summary>
    public Func<int, CallOptions, CallOptions>? CallOptionsForPage { get; init; }

    /// <summary>The clock of <see cref="TotalTimeout"/>; the system's by default.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    internal PageOptions Validate(string parameter)
    {
        Check(PageSize >= 0, parameter, nameof(PageSize), PageSize, "0 (the server's default) or more");
        Check(MaxItems is null or > 0, parameter, nameof(MaxItems), MaxItems, "at least 1, or null for all items");
        Check(Prefetch is 0 or 1, parameter, nameof(Prefetch), Prefetch, "0 or 1: a page needs the token of the page before it");
        Check(TotalTimeout is null || TotalTimeout > TimeSpan.Zero, parameter, nameof(TotalTimeout), TotalTimeout, "longer than zero, or null for no limit");
        Check(MaxEmptyPages >= 1, parameter, nameof(MaxEmptyPages), MaxEmptyPages, "at least 1");
        Check(TokenCycle is TokenCyclePolicy.Throw or TokenCyclePolicy.Stop, parameter, nameof(TokenCycle), TokenCycle, "Throw or Stop");
        ArgumentNullException.ThrowIfNull(TimeProvider, $"{parameter}.{nameof(TimeProvider)}");
        return this;
    }

    private static void Check(bool valid, string parameter, string property, object? value, string range)
    {
        if (!valid)
        {
            throw new ArgumentOutOfRangeException($"{parameter}.{property}", value, $"{property} must be {range}.");
        }
    }
}
