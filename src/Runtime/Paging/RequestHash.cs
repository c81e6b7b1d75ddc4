using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;

namespace GrpcSdk.Paging;

/// <summary>Names a request by its content: method name and deterministic serialisation, hashed.</summary>
internal static class RequestHash
{
    private const int HashBytes = 12;

    /// <summary>Sixteen characters; equal for equal requests of one method in any process of one client version.</summary>
    public static string Compute(string method, IMessage canonical)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(method));
        hash.AppendData([0]);
        hash.AppendData(Serialize(canonical));
        return Base64Url.Encode(hash.GetHashAndReset().AsSpan(0, HashBytes));
    }

    private static byte[] Serialize(IMessage message)
    {
        var bytes = new byte[message.CalculateSize()];
        var output = new CodedOutputStream(bytes) { Deterministic = true };
        message.WriteTo(output);
        output.Flush();
        return bytes;
    }
}
