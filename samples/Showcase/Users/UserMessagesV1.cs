// Between records and the messages of acme.users.v1.

using Acme.Users.V1;
using Google.Protobuf.WellKnownTypes;

namespace Showcase.Users;

internal static class UserMessagesV1
{
    public static User ToV1(this UserRecord record)
    {
        var user = new User
        {
            Id = record.Id,
            Name = record.Name,
            Email = record.Email,
            Phone = record.Phone,
            Role = (Acme.Users.V1.UserRole)record.Role,
            Address = record.Address?.ToV1(),
            CreateTime = record.CreateTime.ToTimestamp(),
            UpdateTime = record.UpdateTime.ToTimestamp(),
        };
        user.AdditionalAddresses.AddRange(record.AdditionalAddresses.Select(ToV1));
        user.Tags.AddRange(record.Tags);
        return user;
    }

    /// <summary>Takes over what a caller may choose; id and times are the server's.</summary>
    public static void Assign(this UserRecord record, User user)
    {
        record.Name = user.Name;
        record.Email = user.Email;
        record.Phone = user.Phone;
        record.Role = (UserRole)user.Role;
        record.Address = user.Address is null ? null : ToRecord(user.Address);
        record.AdditionalAddresses = [.. user.AdditionalAddresses.Select(ToRecord)];
        record.Tags = [.. user.Tags];
    }

    private static User.Types.Address ToV1(this PostalAddress address) =>
        new() { Street = address.Street, City = address.City, State = address.State, Zip = address.Zip };

    private static PostalAddress ToRecord(User.Types.Address address) =>
        new() { Street = address.Street, City = address.City, State = address.State, Zip = address.Zip };
}
