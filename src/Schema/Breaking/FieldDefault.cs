using System.Globalization;
using Google.Protobuf.Reflection;
using GrpcSdk.Schema.Model;
using GrpcSdk.Schema.Text;
using Label = Google.Protobuf.Reflection.FieldDescriptorProto.Types.Label;
using Type = Google.Protobuf.Reflection.FieldDescriptorProto.Types.Type;

namespace GrpcSdk.Schema.Breaking;

/// <summary>
/// What a field means when it is absent: its explicit default, else zero, nothing, or the first value of its enum.
/// Defaults of different types are equal when they are the same number, or the same bytes; zero equals nothing.
/// </summary>
internal sealed class FieldDefault
{
    private readonly object _value;

    private FieldDefault(object value, string text)
    {
        _value = value;
        Text = text;
    }

    /// <summary>The value as buf prints it.</summary>
    public string Text { get; }

    /// <summary>The default of a field; <see langword="null"/> when there is none to speak of: lists, maps and messages.</summary>
    public static FieldDefault? Of(ProtoField field, IReadOnlyDictionary<string, ProtoEnum> enums)
    {
        var text = field.Descriptor.DefaultValue;
        return field.Descriptor.Type switch
        {
            _ when field.Descriptor.Label == Label.Repeated => null,
            Type.Message or Type.Group => null,
            Type.Enum => enums.TryGetValue(field.TypeName, out var declaration) ? OfEnum(declaration, text) : null,
            Type.String => new FieldDefault(System.Text.Encoding.UTF8.GetBytes(text), GoText.Quote(text)),
            Type.Bytes => OfBytes(ProtoEscapes.Unescape(text)),
            Type.Bool => new FieldDefault(text == "true" ? 1m : 0m, text == "true" ? "true" : "false"),
            Type.Float => OfFloat((float)ParseFloat(text)),
            Type.Double => OfDouble(ParseFloat(text)),
            _ => OfInteger(text),
        };
    }

    /// <summary>The declarations alone tell that the default is the same: of an enum they do not, because it has values of its own.</summary>
    public static bool IsUnchanged(FieldDescriptorProto previous, FieldDescriptorProto current) =>
        previous.Type == current.Type && previous.Type != Type.Enum && previous.DefaultValue == current.DefaultValue;

    /// <summary>Whether an absent field means the same.</summary>
    public bool Equals(FieldDefault other) =>
        (IsZero && other.IsZero)
        || (_value, other._value) switch
        {
            (byte[] left, byte[] right) => left.SequenceEqual(right),
            (decimal left, decimal right) => left == right,
            (float left, float right) => left.Equals(right),
            (double left, double right) => left.Equals(right),
            (float left, double right) => left.Equals((float)right),
            (double left, float right) => right.Equals((float)left),
            (decimal left, float or double) => left == ToInteger(other._value),
            (float or double, decimal right) => ToInteger(_value) == right,
            _ => false,
        };

    private bool IsZero => _value switch
    {
        byte[] bytes => bytes.Length == 0,
        decimal number => number == 0,
        float number => number == 0,
        _ => _value is double number && number == 0,
    };

    private static FieldDefault? OfEnum(ProtoEnum declaration, string name)
    {
        var value = declaration.Values.FirstOrDefault(value => name.Length == 0 || value.Name == name);
        return value is null ? null : new FieldDefault((decimal)value.Number, $"{declaration.Name}.{FirstNameOf(value)}");
    }

    /// <summary>buf prints the first of several names.</summary>
    private static string FirstNameOf(ProtoEnumValue value) => value.Enum.Values.First(alias => alias.Number == value.Number).Name;

    private static FieldDefault OfBytes(byte[] bytes) =>
        new(bytes, $"[{string.Join(",", bytes.Select(value => "0x" + value.ToString("X", CultureInfo.InvariantCulture)))}]");

    private static FieldDefault OfFloat(float value) => new(value, GoNumber.ToText(value));

    private static FieldDefault OfDouble(double value) => new(value, GoNumber.ToText(value));

    private static FieldDefault OfInteger(string text)
    {
        var value = decimal.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var parsed) ? parsed : 0;
        return new FieldDefault(value, value.ToString(CultureInfo.InvariantCulture));
    }

    private static double ParseFloat(string text) => text switch
    {
        "inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        "nan" or "-nan" => double.NaN,
        _ => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : 0,
    };

    /// <summary>The integer that a float is exactly; <see langword="null"/> when it is none that a 64-bit type can hold.</summary>
    private static decimal? ToInteger(object value) => Convert.ToDouble(value, CultureInfo.InvariantCulture) switch
    {
        var number when number != Math.Floor(number) => null,
        >= 0 and < 18446744073709551616.0 and var number => (ulong)number,
        < 0 and >= -9223372036854775808.0 and var number => (long)number,
        _ => null,
    };
}
