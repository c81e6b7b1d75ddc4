// Diagnostics and locations as plain values, so that they can travel through an incremental pipeline.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace GrpcSdk.Generators.Common;

/// <summary>Where something stands in a source file, without the syntax tree.</summary>
internal sealed record LocationInfo(string Path, TextSpan Span, LinePositionSpan Lines)
{
    public static LocationInfo? From(Location? location) =>
        location?.SourceTree is { } tree
            ? new LocationInfo(tree.FilePath, location.SourceSpan, location.GetLineSpan().Span)
            : null;

    /// <summary>The name of a declared symbol, or its first declaration at all.</summary>
    public static LocationInfo? From(ISymbol symbol) => From(symbol.Locations.FirstOrDefault(l => l.IsInSource));

    /// <summary>The attribute as it stands in the source.</summary>
    public static LocationInfo? From(AttributeData attribute, CancellationToken cancellationToken) =>
        From(attribute.ApplicationSyntaxReference?.GetSyntax(cancellationToken).GetLocation());

    public Location ToLocation() => Location.Create(Path, Span, Lines);
}

/// <summary>A diagnostic as a value: the descriptor by reference (they are static), the rest by value.</summary>
internal sealed record DiagnosticInfo(DiagnosticDescriptor Descriptor, LocationInfo? Location, EquatableArray<string> Arguments)
{
    public static DiagnosticInfo Create(DiagnosticDescriptor descriptor, LocationInfo? location, params string[] arguments) =>
        new(descriptor, location, arguments.ToEquatableArray());

    public Diagnostic ToDiagnostic() =>
        Diagnostic.Create(Descriptor, Location?.ToLocation() ?? Microsoft.CodeAnalysis.Location.None, [.. Arguments]);
}

/// <summary>What a parser found, and what it has to say about it. Report the errors in an output of their own.</summary>
internal sealed record Result<T>(T? Value, EquatableArray<DiagnosticInfo> Errors)
    where T : class, IEquatable<T>;
