// What the fields of a page are called, as C# properties: shared by the generator (callers) and the server's page requests.
using System.Linq;

namespace GrpcSdk.Paging;

/// <summary>Names by role, in order of preference. docs/paging.md lists them for users.</summary>
internal static class PageFieldNames
{
    /// <summary>The page size, in the request.</summary>
    public static readonly string[] Size =
    [
        "PageSize", "MaxResults", "MaxPageSize", "MaximumPageSize", "PageLimit", "MaxResultsPerPage", "ResultsPerPage", "ItemsPerPage",
        "PerPage", "MaxItems", "Limit", "PageCount", "Size", "Count",
    ];

    /// <summary>The page token, in the request.</summary>
    public static readonly string[] Token =
    [
        "PageToken", "NextPageToken", "ContinuationToken", "NextToken", "PageCursor", "NextPageCursor", "NextCursor", "StartCursor", "AfterCursor",
        "Cursor", "StartPageToken", "StartToken", "PaginationToken", "Continuation", "Token",
    ];

    /// <summary>The next page token, in the response.</summary>
    public static readonly string[] NextToken =
    [
        "NextPageToken", "NextToken", "NextContinuationToken", "NextCursor", "NextPageCursor", "EndCursor", "NextPaginationToken", "ContinuationToken",
        "PageToken", "PaginationToken", "Continuation", "PageCursor", "Cursor", "Token",
    ];

    /// <summary>Token names that mean many things: on both sides they are a page only beside a size.</summary>
    public static readonly string[] Weak = ["Cursor", "Token", "Continuation"];

    /// <summary>Token names that only mean a page inside a message called page, paging or pagination, in the request.</summary>
    public static readonly string[] NestedToken = ["Cursor", "Token", "Continuation", "Key"];

    /// <summary>Token names that only mean a page inside a message called page, paging or pagination, in the response.</summary>
    public static readonly string[] NestedNextToken = ["Cursor", "Token", "Continuation", "NextKey"];

    /// <summary>The count of all items, in the response.</summary>
    public static readonly string[] Total = ["TotalSize", "TotalCount"];

    /// <summary>The count of all items, where the response keeps it beside a nested token.</summary>
    public static readonly string[] NestedTotal = ["TotalSize", "TotalCount", "Total"];

    /// <summary>Locations that could not be reached (AIP-217), in the response: never the items.</summary>
    public static readonly string[] Unreachable = ["Unreachable", "Unreachables", "UnreachableLocations"];

    /// <summary>What the server remarks about a page, in the response: the items only where there is nothing else.</summary>
    public static readonly string[] Remarks = ["Warning", "Warnings", "Error", "Errors"];

    /// <summary>
    /// Whether an integer is called as if it limited something: <c>max_instance_count</c>, <c>user_page_size</c>. Beside a
    /// token, where no field has one of the names above and only one is called so, it is the size.
    /// </summary>
    public static bool IsSizeLike(string name) =>
        SizeEnds.Any(end => name.EndsWith(end, System.StringComparison.Ordinal))
        && (SizeStarts.Any(start => name.StartsWith(start, System.StringComparison.Ordinal)) || name.EndsWith("PageSize", System.StringComparison.Ordinal));

    private static readonly string[] SizeStarts = ["Max", "Limit", "Num", "Page", "OptionalLimit"];

    private static readonly string[] SizeEnds = ["Count", "Size", "Limit", "Results", "Rows", "Items", "Records", "Entries"];

    /// <summary>Whether a field or message is called page, paging, pagination or the like.</summary>
    public static bool IsPaging(string name) =>
        name.StartsWith("Page", System.StringComparison.Ordinal) || name.StartsWith("Pagi", System.StringComparison.Ordinal);
}
