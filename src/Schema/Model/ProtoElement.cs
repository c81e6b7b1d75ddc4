namespace GrpcSdk.Schema.Model;

/// <summary>A declaration of a file: message, field, oneof, enum, value, service or method.</summary>
internal abstract class ProtoElement(ProtoFile file, ProtoElement? parent, string name, PlaceInParent place)
{
    private string? _fullName;
    private string? _nestedName;
    private int[]? _path;

    /// <summary>The file that declares it.</summary>
    public ProtoFile File { get; } = file;

    /// <summary>The declaration that encloses it; <see langword="null"/> at the top of a file.</summary>
    public ProtoElement? Parent { get; } = parent;

    /// <summary>The name without scope.</summary>
    public string Name { get; } = name;

    /// <summary>The name within the package, <c>Outer.Inner</c>.</summary>
    public string NestedName => _nestedName ??= Parent is null ? Name : Parent.NestedName + "." + Name;

    /// <summary>The name with package, without a leading dot.</summary>
    public string FullName => _fullName ??= File.Package.Length == 0 ? NestedName : File.Package + "." + NestedName;

    /// <summary>The place of the whole declaration.</summary>
    public SourceLocation Declaration => At();

    /// <summary>The place of the name.</summary>
    public SourceLocation NameLocation => At(SourcePath.Name);

    /// <summary>The comment directly above the declaration; empty when there is none.</summary>
    public string LeadingComment => File.LeadingCommentOf(Path);

    /// <summary>The comment behind the declaration; empty when there is none.</summary>
    public string TrailingComment => File.TrailingCommentOf(Path);

    /// <summary>The declaration's path in <c>SourceCodeInfo</c>.</summary>
    protected int[] Path => _path ??= Parent is null ? [place.List, place.Index] : SourcePath.Append(Parent.Path, place.List, place.Index);

    /// <summary>The place of a part of the declaration.</summary>
    public virtual SourceLocation At(params int[] tail) =>
        new(File, tail.Length == 0 ? Path : SourcePath.Append(Path, tail));

    /// <summary>Wraps descriptors of one list, in their order.</summary>
    /// <param name="descriptors">The list.</param>
    /// <param name="list">The number of the list in the descriptor that holds it.</param>
    /// <param name="create">Wraps one.</param>
    protected internal static IReadOnlyList<TElement> Wrap<TDescriptor, TElement>(
        IReadOnlyList<TDescriptor> descriptors, int list, Func<TDescriptor, PlaceInParent, TElement> create)
    {
        if (descriptors.Count == 0)
        {
            return [];
        }

        var elements = new TElement[descriptors.Count];
        for (var i = 0; i < elements.Length; i++)
        {
            elements[i] = create(descriptors[i], new PlaceInParent(list, i));
        }

        return elements;
    }
}

/// <summary>The end of a declaration's path in <c>SourceCodeInfo</c>: the number of a list of its parent, and its index there.</summary>
internal readonly record struct PlaceInParent(int List, int Index);
