using Microsoft.CodeAnalysis.Text;

namespace GrpcSdk.Analyzers.Schema;

/// <summary>
/// The content of a descriptor file, which the build writes (DescriptorFile in the MSBuild task): a line per source file
/// with the fingerprint of the text that protoc read and the file's proto name, an empty line, then base64.
/// </summary>
internal sealed class DescriptorText
{
    private const string Header = "grpcsdk-descriptor-set 1";

    private DescriptorText(IReadOnlyDictionary<string, string> fingerprints, byte[] descriptorSet)
    {
        Fingerprints = fingerprints;
        DescriptorSet = descriptorSet;
    }

    /// <summary>Fingerprint of each source file, by proto name.</summary>
    public IReadOnlyDictionary<string, string> Fingerprints { get; }

    /// <summary>A serialized google.protobuf.FileDescriptorSet.</summary>
    public byte[] DescriptorSet { get; }

    /// <exception cref="FormatException">The text is no descriptor file.</exception>
    public static DescriptorText Parse(SourceText text)
    {
        var lines = text.Lines;
        if (lines[0].ToString() != Header)
        {
            throw new FormatException("It does not begin as a descriptor file does.");
        }

        var fingerprints = new Dictionary<string, string>(StringComparer.Ordinal);
        var line = 1;
        for (; line < lines.Count && !lines[line].Span.IsEmpty; line++)
        {
            var entry = lines[line].ToString();
            var space = entry.IndexOf(' ');
            if (space <= 0)
            {
                throw new FormatException($"Line {line + 1} is no fingerprint and name.");
            }

            fingerprints[entry.Substring(space + 1)] = entry.Substring(0, space);
        }

        if (line == lines.Count)
        {
            throw new FormatException("It ends before the descriptors.");
        }

        var start = lines[line].EndIncludingLineBreak;
        var base64 = new char[text.Length - start];
        text.CopyTo(start, base64, 0, base64.Length);
        return new DescriptorText(fingerprints, Convert.FromBase64CharArray(base64, 0, base64.Length));
    }
}
