using System.Linq.Expressions;

namespace GrpcSdk.EntityFrameworkCore;

/// <summary>The values that a keyset cursor holds, as bytes.</summary>
internal static class CursorValue
{
    private static readonly Type[] Supported =
    [
        typeof(byte), typeof(short), typeof(int), typeof(long), typeof(ushort), typeof(uint), typeof(ulong), typeof(float), typeof(double),
        typeof(decimal), typeof(string), typeof(Guid), typeof(DateTime), typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeOnly), typeof(TimeSpan),
    ];

    /// <exception cref="ArgumentException">The type has no order, or may be null.</exception>
    public static void EnsureSupported(Type type, LambdaExpression column)
    {
        if (!Supported.Contains(type))
        {
            throw new ArgumentException(
                $"{column} cannot be a keyset column: its type is {type.Name}; it must be one of {string.Join(", ", Supported.Select(t => t.Name))}, and never null.",
                nameof(column));
        }
    }

    public static void Write(BinaryWriter writer, object value)
    {
        switch (value)
        {
            case byte v: writer.Write(v); break;
            case short v: writer.Write(v); break;
            case int v: writer.Write(v); break;
            case long v: writer.Write(v); break;
            case ushort v: writer.Write(v); break;
            case uint v: writer.Write(v); break;
            case ulong v: writer.Write(v); break;
            case float v: writer.Write(v); break;
            case double v: writer.Write(v); break;
            case decimal v: writer.Write(v); break;
            case string v: writer.Write(v); break;
            case Guid v: writer.Write(v.ToByteArray()); break;
            case DateTime v: writer.Write(v.ToBinary()); break;
            case DateTimeOffset v:
                writer.Write(v.Ticks);
                writer.Write((short)v.TotalOffsetMinutes);
                break;
            case DateOnly v: writer.Write(v.DayNumber); break;
            case TimeOnly v: writer.Write(v.Ticks); break;
            case TimeSpan v: writer.Write(v.Ticks); break;
            default: throw new ArgumentException($"A cursor cannot hold a {value.GetType().Name}.", nameof(value));
        }
    }

    public static object Read(BinaryReader reader, Type type) => type switch
    {
        _ when type == typeof(byte) => reader.ReadByte(),
        _ when type == typeof(short) => reader.ReadInt16(),
        _ when type == typeof(int) => reader.ReadInt32(),
        _ when type == typeof(long) => reader.ReadInt64(),
        _ when type == typeof(ushort) => reader.ReadUInt16(),
        _ when type == typeof(uint) => reader.ReadUInt32(),
        _ when type == typeof(ulong) => reader.ReadUInt64(),
        _ when type == typeof(float) => reader.ReadSingle(),
        _ when type == typeof(double) => reader.ReadDouble(),
        _ when type == typeof(decimal) => reader.ReadDecimal(),
        _ when type == typeof(string) => reader.ReadString(),
        _ when type == typeof(Guid) => new Guid(reader.ReadBytes(16)),
        _ when type == typeof(DateTime) => DateTime.FromBinary(reader.ReadInt64()),
        _ when type == typeof(DateTimeOffset) => new DateTimeOffset(reader.ReadInt64(), TimeSpan.FromMinutes(reader.ReadInt16())),
        _ when type == typeof(DateOnly) => DateOnly.FromDayNumber(reader.ReadInt32()),
        _ when type == typeof(TimeOnly) => new TimeOnly(reader.ReadInt64()),
        _ when type == typeof(TimeSpan) => new TimeSpan(reader.ReadInt64()),
        _ => throw new ArgumentException($"A cursor cannot hold a {type.Name}.", nameof(type)),
    };
}
