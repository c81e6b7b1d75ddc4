// Copies of metadata: it is mutable, so nothing that a test holds may be what the mock holds.
using Grpc.Core;

namespace GrpcSdk.Testing;

/// <summary>Helpers for <see cref="Metadata"/>.</summary>
internal static class MetadataExtensions
{
    /// <summary>A new metadata with the same entries; entries are immutable.</summary>
    public static Metadata Copy(this Metadata? metadata)
    {
        var copy = new Metadata();
        if (metadata is not null)
        {
            foreach (var entry in metadata)
            {
                copy.Add(entry);
            }
        }

        return copy;
    }
}
