// How many items a page has (AIP-158): the request's wish within the server's bounds.

using Showcase.Errors;

namespace Showcase.Paging;

internal static class PageSize
{
    private const int Default = 50;
    private const int Max = 1000;

    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT: negative.</exception>
    public static int Of(int requested) => requested switch
    {
        < 0 => throw RpcErrors.Invalid("page_size", "A page size is not negative; 0 leaves it to the server."),
        0 => Default,
        _ => Math.Min(requested, Max),
    };
}
