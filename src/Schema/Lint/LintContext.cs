using GrpcSdk.Schema.Model;
using GrpcSdk.Schema.Shapes;

namespace GrpcSdk.Schema.Lint;

/// <summary>What lint rules look at: the files of one module, in flat lists, and its options.</summary>
internal sealed class LintContext
{
    private readonly IReadOnlyDictionary<ProtoFile, string> _modulePaths;
    private readonly Lazy<ShapeReader> _shapes;

    public LintContext(SchemaImage image, LintOptions options, IReadOnlyDictionary<ProtoFile, string> modulePaths)
    {
        Image = image;
        Options = options;
        _modulePaths = modulePaths;
        _shapes = new(() => new ShapeReader(image.Files));
        Files = [.. image.Files.Where(modulePaths.ContainsKey)];
        Messages = [.. Files.SelectMany(file => file.AllMessages)];
        Enums = [.. Files.SelectMany(file => file.AllEnums)];
        Fields = [.. Messages.SelectMany(message => message.Fields), .. Files.SelectMany(file => file.AllExtensions)];
        Services = [.. Files.SelectMany(file => file.Services)];
        Methods = [.. Services.SelectMany(service => service.Methods)];
    }

    /// <summary>Every file, imports included: only rules about imports look there.</summary>
    public SchemaImage Image { get; }

    public LintOptions Options { get; }

    /// <summary>The module's own files.</summary>
    public IReadOnlyList<ProtoFile> Files { get; }

    /// <summary>Messages of every depth, groups and map entries among them.</summary>
    public IReadOnlyList<ProtoMessage> Messages { get; }

    /// <summary>Fields of messages (of map entries too) and extensions.</summary>
    public IReadOnlyList<ProtoField> Fields { get; }

    public IReadOnlyList<ProtoEnum> Enums { get; }

    public IReadOnlyList<ProtoService> Services { get; }

    public IReadOnlyList<ProtoMethod> Methods { get; }

    /// <summary>Messages of all files by name, and RPCs as the generators see them.</summary>
    public ShapeReader Shapes => _shapes.Value;

    /// <summary>The path of one of the files within the module.</summary>
    public string PathOf(ProtoFile file) => _modulePaths[file];

    /// <summary>The file belongs to the module.</summary>
    public bool Holds(ProtoFile file) => _modulePaths.ContainsKey(file);
}
