using Google.Protobuf.Reflection;
using GrpcSdk.Schema.Pairing;
using GrpcSdk.Schema.Reading;

namespace GrpcSdk.Schema.Model;

/// <summary>The language that a file is written in.</summary>
internal enum ProtoSyntax
{
    Proto2,
    Proto3,
    Editions,
}

/// <summary>A file of the image: its declarations as a tree and in flat lists, and where they stand in the source.</summary>
internal sealed class ProtoFile
{
    private readonly SourceInfo _sourceInfo;
    private readonly Lazy<Dictionary<string, ProtoMessage>> _messages;

    public ProtoFile(FileDescriptorProto descriptor, SourceInfo sourceInfo, string? workspacePath)
    {
        Descriptor = descriptor;
        WorkspacePath = workspacePath;
        Syntax = descriptor.Syntax switch
        {
            "proto3" => ProtoSyntax.Proto3,
            "editions" => ProtoSyntax.Editions,
            _ => ProtoSyntax.Proto2,
        };
        _sourceInfo = sourceInfo;
        Messages = ProtoElement.Wrap(descriptor.MessageType, SourcePath.File.Message, (message, at) => new ProtoMessage(this, null, message, at));
        Enums = ProtoElement.Wrap(descriptor.EnumType, SourcePath.File.Enum, (declaration, at) => new ProtoEnum(this, null, declaration, at));
        Services = ProtoElement.Wrap(descriptor.Service, SourcePath.File.Service, (service, at) => new ProtoService(this, service, at));
        Extensions = ProtoElement.Wrap(descriptor.Extension, SourcePath.File.Extension, (field, at) => new ProtoField(this, null, field, at, isExtension: true));
        AllMessages = [.. Messages.SelectMany(WithNested)];
        AllEnums = [.. Enums, .. AllMessages.SelectMany(message => message.Enums)];
        AllExtensions = [.. Extensions, .. AllMessages.SelectMany(message => message.Extensions)];
        _messages = new(() => Pairs.Index(AllMessages, message => message.NestedName));
    }

    /// <summary>The descriptor without its source info.</summary>
    public FileDescriptorProto Descriptor { get; }

    /// <summary>The name that imports use.</summary>
    public string Name => Descriptor.Name;

    /// <summary>The package; empty when there is none.</summary>
    public string Package => Descriptor.Package;

    /// <summary>Where a file to be checked is, relative to buf.yaml; <see langword="null"/> for an import.</summary>
    public string? WorkspacePath { get; }

    /// <summary>The file is to be checked, not only imported.</summary>
    public bool IsTarget => WorkspacePath is not null;

    public ProtoSyntax Syntax { get; }

    public IReadOnlyList<ProtoMessage> Messages { get; }

    public IReadOnlyList<ProtoEnum> Enums { get; }

    public IReadOnlyList<ProtoService> Services { get; }

    public IReadOnlyList<ProtoField> Extensions { get; }

    /// <summary>Messages of every depth, map entries included.</summary>
    public IReadOnlyList<ProtoMessage> AllMessages { get; }

    /// <summary>Enums of every depth.</summary>
    public IReadOnlyList<ProtoEnum> AllEnums { get; }

    /// <summary>Extensions of every scope.</summary>
    public IReadOnlyList<ProtoField> AllExtensions { get; }

    /// <summary>The file as a whole.</summary>
    public SourceLocation Whole => new(this, null);

    public SourceLocation PackageLocation => At(SourcePath.File.Package);

    public SourceLocation SyntaxLocation => At(SourcePath.File.Syntax);

    /// <summary>The message with a name within the package, such as <c>Outer.Inner</c>.</summary>
    public ProtoMessage? FindMessage(string nestedName) => _messages.Value.TryGetValue(nestedName, out var message) ? message : null;

    public SourceLocation At(params int[] path) => new(this, path);

    public SourceLocation ImportLocation(int index) => At(SourcePath.File.Dependency, index);

    /// <summary>The place of an option statement of the file.</summary>
    public SourceLocation OptionLocation(int number) => At(SourcePath.File.Options, number);

    /// <summary>Reads positions and comments now; otherwise they are read when somebody first asks.</summary>
    /// <exception cref="SchemaImageException">They are damaged.</exception>
    public void ReadSourceInfo() => _sourceInfo.Read();

    /// <summary>The span of a path; <see langword="null"/> when the source has none.</summary>
    public SchemaSpan? SpanOf(int[] path) => _sourceInfo.SpanOf(path);

    /// <summary>The comment directly above a declaration; empty when there is none.</summary>
    public string LeadingCommentOf(int[] path) => _sourceInfo.LeadingCommentOf(path);

    /// <summary>The comment behind a declaration; empty when there is none.</summary>
    public string TrailingCommentOf(int[] path) => _sourceInfo.TrailingCommentOf(path);

    /// <summary>Some comment of the file may contain the text; when not, none does.</summary>
    public bool MayMention(ReadOnlySpan<byte> text) => _sourceInfo.Mentions(text);

    /// <summary>Type references in descriptors are absolute: <c>.acme.v1.User</c>.</summary>
    public static string WithoutLeadingDot(string typeName) =>
        typeName.Length > 0 && typeName[0] == '.' ? typeName.Substring(1) : typeName;

    private static IEnumerable<ProtoMessage> WithNested(ProtoMessage message) =>
        message.Messages.SelectMany(WithNested).Prepend(message);
}
