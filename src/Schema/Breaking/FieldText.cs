using System.Globalization;
using GrpcSdk.Schema.Model;
using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Breaking;

/// <summary>How buf names things in messages.</summary>
internal static class FieldText
{
    /// <summary><c>Field "3" with name "id" on message "User"</c>; extensions show full names.</summary>
    public static string Describe(ProtoField field) =>
        $"{Kind(field)} {Quote(Number(field.Number))} with name {Quote(NameOf(field))} on message {Quote(MessageOf(field))}";

    /// <summary><c>Field "3" on message "User"</c>.</summary>
    public static string DescribeNumber(ProtoField field) =>
        $"{Kind(field)} {Quote(Number(field.Number))} on message {Quote(MessageOf(field))}";

    /// <summary>The short name of a field, the full name of an extension.</summary>
    public static string NameOf(ProtoField field) => field.IsExtension ? field.FullName : field.Name;

    /// <summary>A number as text.</summary>
    public static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Kind(ProtoField field) => field.IsExtension ? "Extension" : "Field";

    private static string MessageOf(ProtoField field) => field.Message?.Name ?? field.ContainingTypeName;
}
