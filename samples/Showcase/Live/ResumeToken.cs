// Tokens that say where a stream was, for a client that comes back: a position, tagged with what it is a position of.

using System.Buffers.Binary;
using System.Buffers.Text;
using Showcase.Errors;

namespace Showcase.Live;

internal static class ResumeToken
{
    private const int Bytes = 1 + sizeof(long);

    /// <param name="kind">What it is a position of, a letter.</param>
    /// <param name="position">The position, 0 or more.</param>
    public static string Of(char kind, long position)
    {
        Span<byte> token = stackalloc byte[Bytes];
        token[0] = (byte)kind;
        BinaryPrimitives.WriteInt64BigEndian(token[1..], position);
        return Base64Url.EncodeToString(token);
    }

    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT: not a token of this kind.</exception>
    public static long Read(char kind, string token)
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        if (Base64Url.IsValid(token) && Base64Url.TryDecodeFromChars(token, bytes, out var written) && written == Bytes && bytes[0] == kind
            && BinaryPrimitives.ReadInt64BigEndian(bytes[1..]) is >= 0 and var position)
        {
            return position;
        }

        throw RpcErrors.Invalid("resume_token", "The token is not one of this stream. Begin without one.");
    }
}
