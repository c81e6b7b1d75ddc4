using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace GrpcSdk.Paging;

/// <summary>
/// A place in a list between two items. <see cref="ToString"/> and <see cref="Parse"/> carry it to another process;
/// <see cref="PagedCall{TRequest,TResponse,TItem}.ResumeFrom"/> goes on from there. It names the request that it belongs
/// to, and is as long-lived as the server's page token inside it.
/// </summary>
public readonly struct PageCheckpoint : IEquatable<PageCheckpoint>
{
    private readonly string? _token;
    private readonly string? _requestHash;

    internal PageCheckpoint(string requestHash, string token, long offset)
    {
        _requestHash = requestHash;
        _token = token;
        Offset = offset;
    }

    /// <summary>The token of the page that the next item is on or after; empty for the first page.</summary>
    public string Token => _token ?? "";

    /// <summary>Items to skip from the start of that page.</summary>
    public long Offset { get; }

    internal string RequestHash => _requestHash ?? "";

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The checkpoint.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is <see langword="null"/>.</exception>
    /// <exception cref="FormatException">The text is not a checkpoint.</exception>
    public static PageCheckpoint Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out var checkpoint)
            ? checkpoint
            : throw new FormatException("The text is not a page checkpoint; pass what PageCheckpoint.ToString returned.");
    }

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <param name="text">The text.</param>
    /// <param name="checkpoint">The checkpoint, if the text is one.</param>
    /// <returns>Whether the text is a checkpoint.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out PageCheckpoint checkpoint)
    {
        checkpoint = default;
        if (text is null || text.Split('.') is not [{ Length: 16 } hash, var position, var token]
            || !Base64Url.TryDecode(position, out var offset) || offset.Length != sizeof(long)
            || !Base64Url.TryDecode(token, out var tokenBytes)
            || BinaryPrimitives.ReadInt64BigEndian(offset) is not (>= 0 and var items))
        {
            return false;
        }

        checkpoint = new(hash, Encoding.UTF8.GetString(tokenBytes), items);
        return true;
    }

    /// <summary>The checkpoint as text of URL-safe characters. It holds the server's page token: keep it as safe as that.</summary>
    /// <returns>Text for <see cref="Parse"/>.</returns>
    public override string ToString()
    {
        Span<byte> offset = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(offset, Offset);
        return $"{RequestHash}.{Base64Url.Encode(offset)}.{Base64Url.Encode(Encoding.UTF8.GetBytes(Token))}";
    }

    /// <inheritdoc/>
    public bool Equals(PageCheckpoint other) =>
        Offset == other.Offset && Token == other.Token && RequestHash == other.RequestHash;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is PageCheckpoint other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Offset, Token, RequestHash);

    /// <summary>Whether both are the same place of the same list.</summary>
    /// <param name="left">One checkpoint.</param>
    /// <param name="right">The other.</param>
    /// <returns>Whether they are equal.</returns>
    public static bool operator ==(PageCheckpoint left, PageCheckpoint right) => left.Equals(right);

    /// <summary>Whether they are different places or of different lists.</summary>
    /// <param name="left">One checkpoint.</param>
    /// <param name="right">The other.</param>
    /// <returns>Whether they differ.</returns>
    public static bool operator !=(PageCheckpoint left, PageCheckpoint right) => !left.Equals(right);
}
