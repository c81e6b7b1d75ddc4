using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace GrpcSdk.Schema.Options;

/// <summary><c>google.api.field_behavior</c> (AIP-203), read from the bytes of the options: nobody here knows the extension.</summary>
internal static class FieldBehavior
{
    private const int Extension = 1052;

    private const int Required = 2;
    private const int OutputOnly = 3;
    private const int Immutable = 5;
    private const int Identifier = 8;

    /// <summary>The caller always sets the field, or never changes it.</summary>
    public static bool IsFixed(FieldDescriptorProto field) =>
        field.Options is { } options && Of(options).Any(behavior => behavior is Required or OutputOnly or Immutable or Identifier);

    private static List<int> Of(FieldOptions options)
    {
        var behaviors = new List<int>();
        try
        {
            var input = new CodedInputStream(options.ToByteArray());
            for (var tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
            {
                if (tag == WireFormat.MakeTag(Extension, WireFormat.WireType.Varint))
                {
                    behaviors.Add(input.ReadEnum());
                }
                else if (tag == WireFormat.MakeTag(Extension, WireFormat.WireType.LengthDelimited))
                {
                    for (var packed = input.ReadBytes().CreateCodedInput(); !packed.IsAtEnd;)
                    {
                        behaviors.Add(packed.ReadEnum());
                    }
                }
                else
                {
                    input.SkipLastField();
                }
            }
        }
        catch (InvalidProtocolBufferException)
        {
            // Not what google/api/field_behavior.proto says: what was read so far counts.
        }

        return behaviors;
    }
}
