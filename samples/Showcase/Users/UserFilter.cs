// The filter of ListUsers and StreamUsers: terms separated by spaces, all of which must hold.

using Showcase.Errors;

namespace Showcase.Users;

internal static class UserFilter
{
    /// <summary>Keeps the users that match.</summary>
    /// <param name="users">Users to choose from.</param>
    /// <param name="filter"><c>role:admin</c>, <c>tag:beta</c>, or words to look for in name and e-mail.</param>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT: a term is not understood.</exception>
    public static IQueryable<UserRecord> Matching(this IQueryable<UserRecord> users, string filter)
    {
        foreach (var term in filter.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            users = users.MatchingTerm(term);
        }

        return users;
    }

    private static IQueryable<UserRecord> MatchingTerm(this IQueryable<UserRecord> users, string term)
    {
        var (key, value) = term.Split(':', 2) is [var left, var right] ? (left, right) : ("", term);
        switch (key)
        {
            case "":
                var word = value.ToLowerInvariant();
                return users.Where(user => user.SearchText.Contains(word));
            case "tag":
                return users.Where(user => user.Tags.Contains(value));
            case "role" when Enum.TryParse<UserRole>(value, ignoreCase: true, out var role) && Enum.IsDefined(role) && role != UserRole.Unspecified:
                return users.Where(user => user.Role == role);
            case "role":
                throw RpcErrors.Invalid("filter", $"'{value}' is no role; use role:admin, role:moderator or role:member.");
            default:
                throw RpcErrors.Invalid("filter", $"'{key}:' is not understood; use role:, tag: or plain words.");
        }
    }
}
