using GrpcSdk.Schema.Model;
using GrpcSdk.Schema.Shapes;

namespace GrpcSdk.Schema.Fixes;

/// <summary>What fixes look at: the project's files with their texts, and the elements that findings point at.</summary>
internal sealed class FixContext
{
    private readonly Dictionary<string, FixSource> _sources;
    private readonly Dictionary<ProtoFile, LintOptions> _options = [];
    private readonly LintOptions _otherwise;
    private readonly ILookup<(string File, SchemaSpan Span), ProtoElement> _byName;
    private readonly ILookup<(string File, SchemaSpan Span), ProtoElement> _byDeclaration;
    private readonly Lazy<IReadOnlyList<TypeReference>> _references;
    private readonly Lazy<HashSet<(Type Kind, string FullName)>> _released;

    public FixContext(SchemaImage image, SchemaImage? previous, BufConfiguration configuration, IReadOnlyDictionary<string, string> texts)
    {
        Previous = previous;
        Shapes = new ShapeReader(image.Files);
        _otherwise = configuration.Modules[0].Lint;
        foreach (var module in configuration.Modules)
        {
            foreach (var file in ModuleFiles.Of(configuration, module).PathsOf(image).Keys)
            {
                _options[file] = module.Lint;
            }
        }

        _sources = image.Files.Where(file => texts.ContainsKey(file.Name)).ToDictionary(file => file.Name, file => new FixSource(file, texts[file.Name]), StringComparer.Ordinal);
        Elements = [.. Files.SelectMany(ElementsOf)];
        _byName = Elements.Where(element => element.NameLocation.Span is not null).ToLookup(element => (element.File.Name, element.NameLocation.Span!.Value));
        _byDeclaration = Elements.Where(element => element.Declaration.Span is not null).ToLookup(element => (element.File.Name, element.Declaration.Span!.Value));
        _references = new(() => [.. TypeReference.AllIn(this)]);
        _released = new(() => [.. Previous?.Files.SelectMany(ElementsOf).Select(element => (element.GetType(), element.FullName)) ?? []]);
    }

    public SchemaImage? Previous { get; }

    public ShapeReader Shapes { get; }

    /// <summary>The project's own files.</summary>
    public IEnumerable<ProtoFile> Files => _sources.Values.Select(source => source.File);

    /// <summary>Every declaration of the project's files.</summary>
    public IReadOnlyList<ProtoElement> Elements { get; }

    public IEnumerable<FixSource> Sources => _sources.Values;

    /// <summary>Every place in the project's files that names a message or an enum.</summary>
    public IReadOnlyList<TypeReference> References => _references.Value;

    /// <summary>What buf.yaml says to the module that holds a file.</summary>
    public LintOptions OptionsOf(ProtoFile file) => _options.TryGetValue(file, out var options) ? options : _otherwise;

    /// <summary>The text of one of the project's files.</summary>
    public FixSource? SourceOf(string? file) => file is not null && _sources.TryGetValue(file, out var source) ? source : null;

    /// <summary>The file as it was released.</summary>
    public ProtoFile? ReleasedFile(string? name) => Previous?.Files.FirstOrDefault(file => file.Name == name);

    /// <summary>Why a declaration must keep its name and type: callers know it. <see langword="null"/> when they do not.</summary>
    public string? ReleaseOf(ProtoElement element) => _released.Value.Contains((element.GetType(), element.FullName)) ? $"'{element.FullName}' is released" : null;

    /// <summary>Why the files must keep what they say of themselves; <see langword="null"/> when none is released.</summary>
    public string? ReleaseOf(IEnumerable<ProtoFile> files) =>
        files.Select(file => ReleasedFile(file.Name)).FirstOrDefault(file => file is not null) is { } released ? $"file '{released.Name}' is released" : null;

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
