// Short names of sets and roots, for file names and metadata.
using System.Security.Cryptography;
using System.Text;
using GrpcSdk.Shared;

namespace GrpcSdk.Build;

/// <summary>Identifiers that stay the same when files come and go.</summary>
internal static class SetId
{
    private const int Length = 12;

    /// <summary>Names a set.</summary>
    public static string Id(this ProtoSet set) => Of([set.Root, .. set.ImportDirectories]);

    /// <summary>Names some directories.</summary>
    public static string Of(params string[] directories) => Hex.Sha256(string.Join("\n", directories)).Substring(0, Length);
}

/// <summary>Hashes as text.</summary>
internal static class Hex
{
    public static string Sha256(string text)
    {
        using var sha = SHA256.Create();
        return BitConverter.ToString(sha.ComputeHash(Encoding.UTF8.GetBytes(text))).Replace("-", "").ToLowerInvariant();
    }
}
