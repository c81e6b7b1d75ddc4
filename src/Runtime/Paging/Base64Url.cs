using System.Buffers;

namespace GrpcSdk.Paging;

/// <summary>Base64 that travels in URLs and tokens: RFC 4648 section 5, without padding.</summary>
internal static class Base64Url
{
    private static readonly SearchValues<char> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    public static string Encode(ReadOnlySpan<byte> bytes) =>
        Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    /// <summary>False for text that no call of <see cref="Encode"/> returns.</summary>
    public static bool TryDecode(string text, out byte[] bytes)
    {
        bytes = [];
        if (text.AsSpan().ContainsAnyExcept(Alphabet))
        {
            return false;
        }

        var padded = text.Replace('-', '+').Replace('_', '/').PadRight((text.Length + 3) / 4 * 4, '=');
        var buffer = new byte[padded.Length / 4 * 3];
        if (!Convert.TryFromBase64String(padded, buffer, out var length))
        {
            return false;
        }

        bytes = buffer[..length];
        return Encode(bytes) == text;
    }
}
