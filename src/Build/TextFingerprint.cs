// Says whether a .proto file is still the text that a descriptor was made from. Compiled into the MSBuild task, which
// writes fingerprints, and into the analyzers, which compare them: neither may depend on the other.

namespace GrpcSdk.Build;

/// <summary>A 64-bit FNV-1a hash over the UTF-16 characters of a text, without its byte order mark.</summary>
internal struct TextFingerprint
{
    private const ulong OffsetBasis = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    private ulong _hash;

    public static TextFingerprint Start() => new() { _hash = OffsetBasis };

    public void Append(char[] buffer, int count)
    {
        var hash = _hash;
        for (var i = 0; i < count; i++)
        {
            hash = (hash ^ buffer[i]) * Prime;
        }

        _hash = hash;
    }

    /// <summary>The hash as 16 hexadecimal digits.</summary>
    public override readonly string ToString() => _hash.ToString("x16", System.Globalization.CultureInfo.InvariantCulture);
}
