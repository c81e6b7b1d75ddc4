using System.Linq.Expressions;
using System.Security.Cryptography;
using System.Text;

namespace GrpcSdk.EntityFrameworkCore;

/// <summary>The values that a keyset cursor holds, as bytes.</summary>
internal static class CursorValue
{
    /// <summary>Text above this is held as a hash, unless it is part of the key: 256 bytes.</summary>
    internal const int LongText = 256;

    private const int HeaderBytes = 5;
    private const int FixedBytes = 16;
    private const int BytesPerCharacter = 3;

    private static readonly Type[] Supported =
    [
        typeof(byte), typeof(short), typeof(int), typeof(long), typeof(ushort), typeof(uint), typeof(ulong), typeof(float), typeof(double),
        typeof(decimal), typeof(string), typeof(Guid), typeof(DateTime), typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeOnly), typeof(TimeSpan),
    ];

    // Text that is no Unicode (half a surrogate pair) is kept as its UTF-16 code units.
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private enum TextForm
    {
        Utf8 = 0,
        Utf16 = 1,
        Hash = 2,
    }

    /// <exception cref="ArgumentException">The type has no order, or may be null.</exception>
    public static void EnsureSupported(Type type, LambdaExpression column)
    {
        if (!Supported.Contains(type))
        {
            throw new ArgumentException(
                $"{column} cannot be a keyset column: its type is {type.Name}; it must be one of {string.Join(", ", Supported.Select(t => t.Name))}, and never null "
                + "(u => u.Score ?? 0 gives NULL a place).",
                nameof(column));
        }
    }

    /// <summary>The most bytes that a value takes.</summary>
    /// <param name="type">The column's type.</param>
    /// <param name="maxLength">The longest text, in characters; negative for any.</param>
    /// <param name="isKey">Whether the column is part of the key, which is never held as a hash.</param>
    public static long MaxBytes(Type type, int maxLength, bool isKey) =>
        type != typeof(string) ? FixedBytes
        : isKey ? HeaderBytes + (maxLength < 0 ? int.MaxValue : (long)BytesPerCharacter * maxLength)
        : HeaderBytes + LongText;

    /// <summary>Appends a value; long text as its hash when <paramref name="hashLong"/>.</summary>
    public static void Write(BinaryWriter writer, object value, bool hashLong)
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
            case string v: WriteText(writer, v, hashLong); break;
            case Guid v: writer.Write(v.ToByteArray()); break;
            // Not ToBinary: that makes local times those of the time zone where they are read.
            case DateTime v:
                writer.Write(v.Ticks);
                writer.Write((byte)v.Kind);
                break;
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

    /// <summary>The next value, or a <see cref="LongTextHash"/>.</summary>
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
        _ when type == typeof(string) => ReadText(reader),
        _ when type == typeof(Guid) => new Guid(reader.ReadBytes(16)),
        _ when type == typeof(DateTime) => new DateTime(reader.ReadInt64(), (DateTimeKind)reader.ReadByte()),
        _ when type == typeof(DateTimeOffset) => new DateTimeOffset(reader.ReadInt64(), TimeSpan.FromMinutes(reader.ReadInt16())),
        _ when type == typeof(DateOnly) => DateOnly.FromDayNumber(reader.ReadInt32()),
        _ when type == typeof(TimeOnly) => new TimeOnly(reader.ReadInt64()),
        _ when type == typeof(TimeSpan) => new TimeSpan(reader.ReadInt64()),
        _ => throw new ArgumentException($"A cursor cannot hold a {type.Name}.", nameof(type)),
    };

    private static void WriteText(BinaryWriter writer, string text, bool hashLong)
    {
        var (form, bytes) = Encode(text);
        if (hashLong && bytes.Length > LongText)
        {
            (form, bytes) = (TextForm.Hash, LongTextHash.Of(text).Bytes);
        }

        writer.Write7BitEncodedInt64(((long)bytes.Length << 2) | (byte)form);
        writer.Write(bytes);
    }

    private static object ReadText(BinaryReader reader)
    {
        var header = reader.Read7BitEncodedInt64();
        var bytes = reader.ReadBytes((int)(header >> 2));
        return (TextForm)(header & 3) switch
        {
            TextForm.Utf8 => Utf8.GetString(bytes),
            TextForm.Utf16 => Encoding.Unicode.GetString(bytes),
            _ => new LongTextHash(bytes),
        };
    }

    private static (TextForm Form, byte[] Bytes) Encode(string text)
    {
        try
        {
            return (TextForm.Utf8, Utf8.GetBytes(text));
        }
        catch (EncoderFallbackException)
        {
            return (TextForm.Utf16, Encoding.Unicode.GetBytes(text));
        }
    }
}

/// <summary>Stands in a cursor for text that is too long for a token: SHA-256 of its UTF-16 code units.</summary>
internal sealed record LongTextHash(byte[] Bytes)
{
    public static LongTextHash Of(string text) => new(SHA256.HashData(System.Runtime.InteropServices.MemoryMarshal.AsBytes(text.AsSpan())));

    public bool IsOf(object value) => value is string text && Bytes.AsSpan().SequenceEqual(Of(text).Bytes);
}
