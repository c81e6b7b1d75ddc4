// Metadata as pairs of text, in which binary values are base64, as on the wire.

using Grpc.Core;

namespace Showcase.Web.Calls;

/// <summary>Converts metadata to and from pairs of text.</summary>
public static class MetadataText
{
    /// <summary>The pairs of metadata, binary values in base64.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> ToPairs(this Metadata metadata) =>
        [.. metadata.Select(entry => KeyValuePair.Create(entry.Key, entry.IsBinary ? Convert.ToBase64String(entry.ValueBytes) : entry.Value))];

    /// <summary>Metadata of pairs; a name that ends in -bin has its value in base64.</summary>
    /// <exception cref="FormatException">A name has a character that metadata cannot have, or a binary value is not base64.</exception>
    public static Metadata ToMetadata(this IEnumerable<KeyValuePair<string, string>> pairs)
    {
        var metadata = new Metadata();
        foreach (var (name, value) in pairs)
        {
            try
            {
                metadata.Add(name.EndsWith(Metadata.BinaryHeaderSuffix, StringComparison.OrdinalIgnoreCase)
                    ? new Metadata.Entry(name, Convert.FromBase64String(value))
                    : new Metadata.Entry(name, value));
            }
            catch (ArgumentException exception)
            {
                throw new FormatException($"\"{name}\" is not a name of metadata: {exception.Message}", exception);
            }
        }

        return metadata;
    }

    /// <summary>Reads one "name: value" a line; empty lines do not count.</summary>
    /// <exception cref="FormatException">A line has no colon, or as <see cref="ToMetadata"/>.</exception>
    public static Metadata Parse(string lines) => lines
        .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split(':', 2, StringSplitOptions.TrimEntries))
        .Select(parts => parts is [{ Length: > 0 } name, var value]
            ? KeyValuePair.Create(name, value)
            : throw new FormatException($"Metadata has one \"name: value\" a line; \"{parts[0]}\" is not one."))
        .ToMetadata();
}
