using Google.Protobuf;
using GrpcSdk.Schema.Model;
using GrpcSdk.Schema.Pairing;
using AnyMessage = Google.Protobuf.WellKnownTypes.Any;
using Type = Google.Protobuf.Reflection.FieldDescriptorProto.Types.Type;

namespace GrpcSdk.Schema.Imports;

/// <summary>
/// Finds what option values refer to by name: extensions, and messages inside of Any. Google.Protobuf keeps custom
/// options as unknown fields, so the serialized options are read again with the image's own descriptors.
/// </summary>
internal sealed class OptionExtensions
{
    /// <summary>protoc's own limit for nested messages.</summary>
    private const int MaxDepth = 100;

    private readonly Lazy<Dictionary<(string Message, int Number), ProtoField>> _fields;
    private readonly Dictionary<string, ProtoFile> _declaringFiles;

    /// <summary>Indexes the fields that option values can have.</summary>
    /// <param name="files">All files of the image.</param>
    /// <param name="declaringFiles">Full names of messages and enums, with the files that declare them.</param>
    public OptionExtensions(IReadOnlyList<ProtoFile> files, Dictionary<string, ProtoFile> declaringFiles)
    {
        _fields = new(() => Pairs.Index(
            files.SelectMany(file => file.AllMessages.SelectMany(message => message.Fields).Concat(file.AllExtensions)),
            field => (field.ContainingTypeName, field.Number)));
        _declaringFiles = declaringFiles;
        Any = files.Any(file => file.AllExtensions.Count > 0);
    }

    /// <summary>The image has extensions, so that options can have values that are looked for.</summary>
    public bool Any { get; }

    /// <summary>Adds the names of the files that declare what the options refer to, at any depth.</summary>
    public void CollectFiles(IMessage options, HashSet<string> files)
    {
        try
        {
            Collect(options.Descriptor.FullName, options.ToByteArray(), files, depth: 0);
        }
        catch (InvalidProtocolBufferException)
        {
            // The value does not fit the option's declaration, which protoc never writes: nothing more can be known of it.
        }
    }

    private void Collect(string type, byte[] value, HashSet<string> files, int depth)
    {
        if (type == AnyMessage.Descriptor.FullName)
        {
            CollectAny(value, files, depth);
            return;
        }

        var input = new CodedInputStream(value);
        for (var tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
        {
            var isKnown = _fields.Value.TryGetValue((type, WireFormat.GetTagFieldNumber(tag)), out var field);
            if (isKnown && field.IsExtension)
            {
                files.Add(field.File.Name);
            }

            if (isKnown && field.Descriptor.Type == Type.Message && depth < MaxDepth
                && WireFormat.GetTagWireType(tag) == WireFormat.WireType.LengthDelimited)
            {
                Collect(field.TypeName, input.ReadBytes().ToByteArray(), files, depth + 1);
            }
            else
            {
                input.SkipLastField();
            }
        }
    }

    /// <summary>In <c>{ [type.googleapis.com/acme.User] { } }</c> the message is named.</summary>
    private void CollectAny(byte[] value, HashSet<string> files, int depth)
    {
        var any = AnyMessage.Parser.ParseFrom(value);
        var type = AnyMessage.GetTypeName(any.TypeUrl);
        if (_declaringFiles.TryGetValue(type, out var file) && depth < MaxDepth)
        {
            files.Add(file.Name);
            Collect(type, any.Value.ToByteArray(), files, depth + 1);
        }
    }
}
