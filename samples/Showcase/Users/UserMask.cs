// Field masks of UpdateUser in version 1 (AIP-134, AIP-161).

using Acme.Users.V1;
using Google.Protobuf.WellKnownTypes;
using Showcase.Errors;

namespace Showcase.Users;

internal static class UserMask
{
    private static readonly FieldMask All = FieldMask.FromFieldNumbers<User>(
        User.NameFieldNumber,
        User.EmailFieldNumber,
        User.PhoneFieldNumber,
        User.RoleFieldNumber,
        User.AddressFieldNumber,
        User.AdditionalAddressesFieldNumber,
        User.TagsFieldNumber);

    private static readonly FieldMask.MergeOptions Replace = new()
    {
        ReplaceMessageFields = true,
        ReplacePrimitiveFields = true,
        ReplaceRepeatedFields = true,
    };

    /// <summary>Overwrites the fields of a user that the mask names.</summary>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT: the mask names what does not exist or is not the caller's.</exception>
    public static void Merge(FieldMask? mask, User source, User destination) =>
        Effective(mask, source).Merge(source, destination, Replace);

    private static FieldMask Effective(FieldMask? mask, User source)
    {
        if (mask is null || mask.Paths.Count == 0)
        {
            return Populated(source);
        }

        if (mask.Paths is ["*"])
        {
            return All;
        }

        var wrong = mask.Paths.Where(path => !All.Paths.Contains(path.Split('.')[0]) || !FieldMask.IsValid(User.Descriptor, path)).ToList();
        return wrong.Count == 0
            ? mask
            : throw RpcErrors.Invalid([.. wrong.Select(path => new Violation("update_mask", $"'{path}' is no field of a user that can be changed."))]);
    }

    private static FieldMask Populated(User source)
    {
        var populated = new FieldMask();
        populated.Paths.AddRange(All.Paths.Where(path => IsPopulated(User.Descriptor.FindFieldByName(path), source)));
        return populated;
    }

    private static bool IsPopulated(Google.Protobuf.Reflection.FieldDescriptor field, User user) => field.Accessor.GetValue(user) switch
    {
        null or "" => false,
        System.Collections.ICollection { Count: 0 } => false,
        System.Enum value => Convert.ToInt32(value, System.Globalization.CultureInfo.InvariantCulture) != 0,
        _ => true,
    };
}
