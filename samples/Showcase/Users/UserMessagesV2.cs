// Between records and the messages of acme.users.v2.

using System.Globalization;
using Acme.Users.V2;
using Google.Protobuf.WellKnownTypes;

namespace Showcase.Users;

internal static class UserMessagesV2
{
    public static User ToV2(this UserRecord record)
    {
        var user = new User
        {
            Id = record.Id,
            Name = record.Name,
            Email = record.Email,
            Phone = record.Phone,
            Role = (Acme.Users.V2.UserRole)record.Role,
            Address = record.Address?.ToV2(),
            CreateTime = record.CreateTime.ToTimestamp(),
            UpdateTime = record.UpdateTime.ToTimestamp(),
            Etag = Etag(record.Revision),
        };
        user.AdditionalAddresses.AddRange(record.AdditionalAddresses.Select(ToV2));
        user.Tags.AddRange(record.Tags);
        return user;
    }

    /// <summary>Takes over what the creator may choose; id, times and etag are the server's.</summary>
    public static void Assign(this UserRecord record, User user)
    {
        record.Name = user.Name;
        record.Email = user.Email;
        record.Phone = user.Phone;
        record.Role = (UserRole)user.Role;
        record.Address = ToRecord(user.Address);
        record.AdditionalAddresses = [.. user.AdditionalAddresses.Select(ToRecord).OfType<PostalAddress>()];
        record.Tags = [.. user.Tags];
    }

    /// <summary>Takes over what the request holds, and only that.</summary>
    public static void Assign(this UserRecord record, UpdateUserRequest request)
    {
        record.Name = request.HasName ? request.Name : record.Name;
        record.Email = request.HasEmail ? request.Email : record.Email;
        record.Phone = request.HasPhone ? request.Phone : record.Phone;
        record.Role = request.HasRole ? (UserRole)request.Role : record.Role;
        record.Address = request.Address is null ? record.Address : ToRecord(request.Address);
        record.AdditionalAddresses = request.AdditionalAddresses is null
            ? record.AdditionalAddresses
            : [.. request.AdditionalAddresses.Addresses.Select(ToRecord).OfType<PostalAddress>()];
        record.Tags = request.Tags is null ? record.Tags : [.. request.Tags.Tags];
    }

    /// <summary>The revision that an etag stands for; null when there is no etag; -1, which no user has, when it is not ours.</summary>
    public static int? Revision(string etag) =>
        etag.Length == 0 ? null
        : int.TryParse(etag, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var revision) ? revision
        : -1;

    private static string Etag(int revision) => revision.ToString("x8", CultureInfo.InvariantCulture);

    private static Address ToV2(this PostalAddress address) =>
        new() { Street = address.Street, City = address.City, State = address.State, Zip = address.Zip };

    private static PostalAddress? ToRecord(Address? address) =>
        address is null || address.Equals(new Address())
            ? null
            : new PostalAddress { Street = address.Street, City = address.City, State = address.State, Zip = address.Zip };
}
