namespace GrpcSdk.Schema.Reading;

/// <summary>
/// Reads protobuf's wire format where it stands, without an object per message. Mostly for <c>SourceCodeInfo</c>, which
/// is most of an image and of which little is ever looked at; everything else is Google.Protobuf's.
/// See https://protobuf.dev/programming-guides/encoding/.
/// </summary>
internal ref struct WireReader(ReadOnlySpan<byte> bytes)
{
    public const int Varint = 0;
    public const int LengthDelimited = 2;

    private const int Fixed64 = 1;
    private const int Fixed32 = 5;

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>Index of the next byte.</summary>
    public int Position { get; private set; }

    /// <summary>Number of the field that was read last.</summary>
    public int Field { get; private set; }

    /// <summary>Wire type of the field that was read last.</summary>
    public int WireType { get; private set; }

    /// <summary>All bytes were read.</summary>
    public readonly bool AtEnd => Position == _bytes.Length;

    /// <summary>Reads a tag; <see langword="false"/> at the end.</summary>
    public bool ReadTag()
    {
        if (AtEnd)
        {
            return false;
        }

        var tag = ReadVarint();
        (Field, WireType) = ((int)(tag >> 3), (int)(tag & 7));
        return Field > 0 && tag <= uint.MaxValue ? true : throw Malformed();
    }

    /// <summary>Reads a number.</summary>
    public ulong ReadVarint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if (AtEnd)
            {
                throw Malformed();
            }

            var next = _bytes[Position++];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw Malformed();
    }

    /// <summary>Reads a length and the bytes that it announces.</summary>
    public ReadOnlySpan<byte> ReadBytes()
    {
        var length = ReadVarint();
        if (length > (ulong)(_bytes.Length - Position))
        {
            throw Malformed();
        }

        var value = _bytes.Slice(Position, (int)length);
        Position += (int)length;
        return value;
    }

    /// <summary>Passes over the value of the field that was read last.</summary>
    public void Skip()
    {
        switch (WireType)
        {
            case Varint:
                ReadVarint();
                break;
            case LengthDelimited:
                ReadBytes();
                break;
            case Fixed64:
                Advance(sizeof(ulong));
                break;
            case Fixed32:
                Advance(sizeof(uint));
                break;
            default:
                throw Malformed();
        }
    }

    private void Advance(int count) =>
        Position = count <= _bytes.Length - Position ? Position + count : throw Malformed();

    private static SchemaImageException Malformed() => new("Not a descriptor set: the bytes are not protobuf, or they are cut off.");
}
