using GrpcSdk.Schema.Model;
using GrpcSdk.Schema.Shapes;

namespace GrpcSdk.Schema.Fixes;

/// <summary>What fixes look at: the project's files with their texts, and the elements that findings point at.</summary>
internal sealed class FixContext
{
    private readonly Dictionary<string, FixSource> _sources;
    private readonly ILookup<(string File, SchemaSpan Span), ProtoElement> _byName;
    private readonly ILookup<(string File, SchemaSpan Span), ProtoElement> _byDeclaration;

    public FixContext(SchemaImage image, SchemaImage? previous, LintOptions options, IReadOnlyDictionary<string, string> texts)
    {
        Previous = previous;
        Options = options;
        Shapes = new ShapeReader(image.Files);
        _sources = image.Files.Where(file => texts.ContainsKey(file.Name)).ToDictionary(file => file.Name, file => new FixSource(file, texts[file.Name]), StringComparer.Ordinal);
        Elements = [.. Files.SelectMany(ElementsOf)];
        _byName = Elements.Where(element => element.NameLocation.Span is not null).ToLookup(element => (element.File.Name, element.NameLocation.Span!.Value));
        _byDeclaration = Elements.Where(element => element.Declaration.Span is not null).ToLookup(element => (element.File.Name, element.Declaration.Span!.Value));
    }

    public SchemaImage? Previous { get; }

    public LintOptions Options { get; }

    public ShapeReader Shapes { get; }

    /// <summary>The project's own files.</summary>
    public IEnumerable<ProtoFile> Files => _sources.Values.Select(source => source.File);

    /// <summary>Every declaration of the project's files.</summary>
    public IReadOnlyList<ProtoElement> Elements { get; }

    public IEnumerable<FixSource> Sources => _sources.Values;

    /// <summary>The text of one of the project's files.</summary>
    public FixSource? SourceOf(string? file) => file is not null && _sources.TryGetValue(file, out var source) ? source : null;

    /// <summary>The declaration whose name a finding underlines.</summary>
    public T? Named<T>(SchemaFinding finding)
        where T : ProtoElement =>
        finding is { File: { } file, Span: { } span } ? _byName[(file, span)].OfType<T>().FirstOrDefault() : null;

    /// <summary>The declaration that a finding underlines.</summary>
    public T? Declared<T>(SchemaFinding finding)
        where T : ProtoElement =>
        finding is { File: { } file, Span: { } span } ? _byDeclaration[(file, span)].OfType<T>().FirstOrDefault() : null;

    private static IEnumerable<ProtoElement> ElementsOf(ProtoFile file) =>
        [
            .. file.AllMessages.Where(message => !message.IsMapEntry),
            .. file.AllMessages.Where(message => !message.IsMapEntry).SelectMany(message => message.Fields),
            .. file.AllMessages.SelectMany(message => message.Oneofs).Where(oneof => !oneof.IsSynthetic),
            .. file.AllExtensions,
            .. file.AllEnums,
            .. file.AllEnums.SelectMany(declaration => declaration.Values),
            .. file.Services,
            .. file.Services.SelectMany(service => service.Methods),
        ];
}
