// Pages of users, in terms of records, for the ListUsers of both versions.

using Showcase.Paging;

namespace Showcase.Users;

/// <param name="Users">Users of the page, ordered by id.</param>
/// <param name="NextPageToken">Asks for the next page; empty on the last one.</param>
/// <param name="TotalCount">Users on all pages.</param>
internal sealed record UserPage(IReadOnlyList<UserRecord> Users, string NextPageToken, int TotalCount);

internal sealed class UserPages(UserDirectory directory, PageTokens tokens)
{
    /// <summary>Reads a page.</summary>
    /// <param name="method">Full name of the method; tokens of one method are no good for another.</param>
    /// <param name="pageSize">As requested.</param>
    /// <param name="pageToken">As requested.</param>
    /// <param name="filter">As requested.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT.</exception>
    public async Task<UserPage> ReadAsync(string method, int pageSize, string pageToken, string filter, CancellationToken cancellationToken)
    {
        var size = PageSize.Of(pageSize);
        var afterId = tokens.Read(pageToken, method, filter);

        // One more than the page holds tells whether there is a next one.
        var users = await directory.PageAsync(filter, afterId, size + 1, cancellationToken);
        var total = await directory.CountAsync(filter, cancellationToken);
        if (users.Count <= size)
        {
            return new UserPage(users, "", total);
        }

        users.RemoveAt(size);
        return new UserPage(users, tokens.After(users[^1].Id, method, filter), total);
    }
}
