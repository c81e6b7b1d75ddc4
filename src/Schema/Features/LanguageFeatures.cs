using Google.Protobuf;
using Google.Protobuf.Reflection;
using GrpcSdk.Schema.Model;

namespace GrpcSdk.Schema.Features;

/// <summary>
/// Features of one language, such as <c>features.(pb.cpp).string_type</c>. Google.Protobuf does not know their
/// messages: they are read as bytes, of which only enum-valued features are of interest.
/// </summary>
internal sealed class LanguageFeatures
{
    /// <summary><c>pb.cpp</c></summary>
    public static readonly LanguageFeatures Cpp = new(1000);

    /// <summary><c>pb.java</c></summary>
    public static readonly LanguageFeatures Java = new(1001);

    private readonly RepeatedExtension<FeatureSet, ByteString> _extension;

    private LanguageFeatures(int number)
    {
        Number = number;
        _extension = new(number, FieldCodec.ForBytes(WireFormat.MakeTag(number, WireFormat.WireType.LengthDelimited)));
    }

    /// <summary>What a parser must know so that the features are found.</summary>
    public static ExtensionRegistry Registry { get; } = [Cpp._extension, Java._extension];

    /// <summary>The number of the extension of FeatureSet.</summary>
    public int Number { get; }

    /// <summary>A feature's value as written on the element or around it, up to the file; <see langword="null"/> when nobody sets it.</summary>
    public int? Find(ProtoElement element, int feature)
    {
        if (element.File.Syntax != ProtoSyntax.Editions)
        {
            return null;
        }

        foreach (var features in FeatureResolution.Chain(element))
        {
            if (Own(features, feature) is { } value)
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>Each <c>option</c> statement may have written a message of its own: the last one counts.</summary>
    private int? Own(FeatureSet features, int feature)
    {
        int? found = null;
        foreach (var message in features.GetExtension(_extension) ?? [])
        {
            found = Read(message, feature) ?? found;
        }

        return found;
    }

    private static int? Read(ByteString message, int feature)
    {
        int? found = null;
        try
        {
            var input = message.CreateCodedInput();
            for (var tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
            {
                if (tag == WireFormat.MakeTag(feature, WireFormat.WireType.Varint))
                {
                    found = input.ReadEnum();
                }
                else
                {
                    input.SkipLastField();
                }
            }
        }
        catch (InvalidProtocolBufferException)
        {
            // Not a message, which protoc never writes: what was read so far counts.
        }

        return found;
    }
}
