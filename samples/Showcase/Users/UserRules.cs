// What makes a user valid, and how its fields are brought into their stored form.

using System.Net.Mail;
using System.Text.RegularExpressions;
using Showcase.Errors;

namespace Showcase.Users;

internal static partial class UserRules
{
    private const int MaxNameLength = 200;
    private const int MaxEmailLength = 254;
    private const int MaxAddresses = 10;
    private const int MaxTags = 20;

    /// <summary>Brings the fields into their stored form.</summary>
    /// <param name="user">The user to change.</param>
    /// <param name="prefix">Path of the user's fields in the request: <c>"user."</c> or nothing.</param>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT that names every field that is wrong.</exception>
    public static void Normalize(UserRecord user, string prefix)
    {
        user.Name = user.Name.Trim();
        user.Email = user.Email.Trim();
        user.EmailKey = user.Email.ToLowerInvariant();
        user.SearchText = $"{user.Name} {user.Email}".ToLowerInvariant();
        user.Role = user.Role == UserRole.Unspecified ? UserRole.Member : user.Role;
        user.Tags = [.. user.Tags.Distinct(StringComparer.Ordinal)];

        var violations = Violations(user).Select(violation => violation with { Field = prefix + violation.Field }).ToList();
        if (violations.Count > 0)
        {
            throw RpcErrors.Invalid(violations);
        }
    }

    private static IEnumerable<Violation> Violations(UserRecord user)
    {
        if (user.Name.Length is 0 or > MaxNameLength)
        {
            yield return new("name", $"A name has 1 to {MaxNameLength} characters.");
        }

        if (user.Email.Length > MaxEmailLength || !MailAddress.TryCreate(user.Email, out var address) || address.Address != user.Email)
        {
            yield return new("email", "This is not an e-mail address such as ada@example.com.");
        }

        if (user.Phone.Length > 0 && !PhoneNumber().IsMatch(user.Phone))
        {
            yield return new("phone", "A phone number has the form of E.164: + and 7 to 15 digits, without spaces.");
        }

        if (!Enum.IsDefined(user.Role))
        {
            yield return new("role", $"There is no role {(int)user.Role}.");
        }

        if (user.AdditionalAddresses.Count > MaxAddresses)
        {
            yield return new("additional_addresses", $"At most {MaxAddresses} addresses.");
        }

        if (user.Tags.Count > MaxTags)
        {
            yield return new("tags", $"At most {MaxTags} tags.");
        }

        foreach (var tag in user.Tags.Where(tag => !Tag().IsMatch(tag)))
        {
            yield return new("tags", $"'{tag}' is no tag: lower-case letters, digits and hyphens, at most 40.");
        }
    }

    [GeneratedRegex(@"^\+[1-9][0-9]{6,14}\z")]
    private static partial Regex PhoneNumber();

    [GeneratedRegex(@"^[a-z0-9-]{1,40}\z")]
    private static partial Regex Tag();
}
