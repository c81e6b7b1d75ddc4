using Grpc.Core;

namespace GrpcSdk.AspNetCore.Paging;

/// <summary>The INVALID_ARGUMENT errors of page requests: what is wrong, in which field, and what to do; never why a token failed in detail.</summary>
internal static class PageErrors
{
    public static RpcException InvalidToken(string field, string domain) => InvalidArgument(
        field,
        "is not a token of this list: send the token of the previous response with the same request; only the page size may change.",
        "PAGE_TOKEN_INVALID",
        domain);

    public static RpcException ExpiredToken(string field, string domain) => InvalidArgument(
        field, "has expired: start the list again without a token.", "PAGE_TOKEN_EXPIRED", domain);

    public static RpcException NegativeSize(string field, long size, string domain) => InvalidArgument(
        field, $"must be 0 (for the default) or more, but is {size}.", "PAGE_SIZE_NEGATIVE", domain);

    private static RpcException InvalidArgument(string field, string problem, string reason, string domain) =>
        new RpcError(StatusCode.InvalidArgument, $"{field} {problem}")
            .AddFieldViolation(field, problem)
            .SetErrorInfo(reason, domain)
            .ToException();
}
