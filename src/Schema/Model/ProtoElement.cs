namespace GrpcSdk.Schema.Model;

/// <summary>A declaration of a file: message, field, oneof, enum, value, service or method.</summary>
internal abstract class ProtoElement(ProtoFile file, ProtoElement? parent, string name, int[] path)
{
    private string? _fullName;

    /// <summary>The file that declares it.</summary>
    public ProtoFile File { get; } = file;

    /// <summary>The declaration that encloses it; <see langword="null"/> at the top of a file.</summary>
    public ProtoElement? Parent { get; } = parent;

    /// <summary>The name without scope.</summary>
    public string Name { get; } = name;

    /// <summary>The name within the package, <c>Outer.Inner</c>.</summary>
    public string NestedName => Parent is null ? Name : Parent.NestedName + "." + Name;

    /// <summary>The name with package, without a leading dot.</summary>
    public string FullName => _fullName ??= File.Package.Length == 0 ? NestedName : File.Package + "." + NestedName;

    /// <summary>The place of the whole declaration.</summary>
    public SourceLocation Declaration => At();

    /// <summary>The place of the name.</summary>
    public SourceLocation NameLocation => At(SourcePath.Name);

    /// <summary>The comment directly above the declaration; empty when there is none.</summary>
    public string LeadingComment => File.LeadingCommentOf(Path);

    /// <summary>The declaration's path in <c>SourceCodeInfo</c>.</summary>
    protected int[] Path { get; } = path;

    /// <summary>The place of a part of the declaration.</summary>
    public virtual SourceLocation At(params int[] tail) =>
        new(File, tail.Length == 0 ? Path : SourcePath.Append(Path, tail));

    /// <summary>The path of a child declaration.</summary>
    public int[] ChildPath(int number, int index) => SourcePath.Append(Path, number, index);
}
