// Reads [GrpcMock<TClient>], on a class or on the assembly, into models. The only part that sees symbols.
using System.Collections.Immutable;
using GrpcSdk.Generators.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GrpcSdk.Generators.Mocks;

/// <summary>What one attribute asks for.</summary>
internal sealed record ParsedMock(MockModel? Model, EquatableArray<DiagnosticInfo> Errors, LocationInfo? Location);

/// <summary>Turns attributes into models.</summary>
internal static class MockParser
{
    private const string ProtobufMessage = "Google.Protobuf.IMessage`1";
    private const string MockBase = "GrpcSdk.Testing.GrpcMock`1";

    public static ImmutableArray<ParsedMock> Parse(GeneratorAttributeSyntaxContext syntax, CancellationToken cancellationToken) =>
        syntax.Attributes
            .Select((attribute, index) => Parse(syntax, attribute, isFirst: index == 0, cancellationToken))
            .OfType<ParsedMock>()
            .ToImmutableArray();

    private static ParsedMock? Parse(GeneratorAttributeSyntaxContext syntax, AttributeData attribute, bool isFirst, CancellationToken cancellationToken)
    {
        // A client that does not exist is the compiler's to report.
        if (attribute.AttributeClass?.TypeArguments is not [INamedTypeSymbol { TypeKind: not TypeKind.Error } client])
        {
            return null;
        }

        var place = new Place(syntax.SemanticModel.Compilation, attribute, LocationInfo.From(attribute, cancellationToken), client, cancellationToken);
        if (CheckClient(place) is { } unusable)
        {
            return new ParsedMock(null, EquatableArray.ToEquatableArray([unusable]), place.Location);
        }

        return syntax.TargetSymbol is INamedTypeSymbol type
            ? ParseClass(place, type, isFirst)
            : ParseAssembly(place);
    }

    private static DiagnosticInfo? CheckClient(Place place)
    {
        var name = place.Client.ToDisplayString();
        if (place.Client.FindClientBase() is null || place.Client.IsAbstract)
        {
            return DiagnosticInfo.Create(MockDiagnostics.NotAClient, place.Location, name);
        }

        var takesInvoker = place.Client.InstanceConstructors.Any(c =>
            c.Parameters.Length == 1
            && c.Parameters[0].Type.Is(GrpcTypes.CallInvoker)
            && place.Compilation.IsSymbolAccessibleWithin(c, place.Compilation.Assembly));
        return takesInvoker ? null : DiagnosticInfo.Create(MockDiagnostics.NoInvokerConstructor, place.Location, name);
    }

    private static ParsedMock ParseClass(Place place, INamedTypeSymbol type, bool isFirst)
    {
        if (CheckClass(place, type, isFirst) is { } unusable)
        {
            return new ParsedMock(null, EquatableArray.ToEquatableArray([unusable]), place.Location);
        }

        var containing = new Stack<string>();
        for (var outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            containing.Push($"partial {KeywordOf(outer)} {outer.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}");
        }

        // Members that the user's part declares keep their names.
        var own = type.GetMembers().Where(m => !m.IsImplicitlyDeclared && m.Kind != SymbolKind.NamedType).Select(m => m.Name);
        return Model(
            place,
            type.ContainingNamespace.IsGlobalNamespace ? "" : type.ContainingNamespace.ToDisplayString(),
            type.Name,
            containing.ToEquatableArray(),
            modifiers: "",
            hasOwnConstructor: type.InstanceConstructors.Any(c => !c.IsImplicitlyDeclared),
            own.Concat(type.GetTypeMembers().Select(t => t.Name)));
    }

    private static DiagnosticInfo? CheckClass(Place place, INamedTypeSymbol type, bool isFirst)
    {
        var name = type.ToDisplayString();
        var location = LocationInfo.From(type) ?? place.Location;
        for (var part = type; part is not null; part = part.ContainingType)
        {
            if (!IsPartial(part, place.CancellationToken))
            {
                return DiagnosticInfo.Create(MockDiagnostics.NotPartial, LocationInfo.From(part) ?? location, part.ToDisplayString(), place.Client.ToDisplayString());
            }
        }

        var reason = type switch
        {
            { TypeKind: not TypeKind.Class } or { IsRecord: true } => "only a class can",
            { IsStatic: true } => "it is static",
            { IsGenericType: true } => "it is generic",
            _ when !isFirst => "it already mocks another client: write one class for each",
            { BaseType: { SpecialType: not SpecialType.System_Object, TypeKind: not TypeKind.Error } other } when !other.Is(MockBase) => $"it derives from '{other.ToDisplayString()}'",
            _ => null,
        };
        if (reason is not null)
        {
            return DiagnosticInfo.Create(MockDiagnostics.UnsuitableClass, location, name, reason);
        }

        return IsVisibleOutside(type) && !IsVisibleOutside(place.Client)
            ? DiagnosticInfo.Create(MockDiagnostics.TooAccessible, location, name, place.Client.ToDisplayString())
            : null;
    }

    private static ParsedMock ParseAssembly(Place place)
    {
        var service = place.Client.ContainingType?.Name ?? place.Client.Name;
        var arguments = place.Attribute.NamedArguments.ToDictionary(a => a.Key, a => a.Value.Value);
        var name = arguments.TryGetValue("Name", out var value) && value is string { Length: > 0 } given ? given : service + "Mock";
        var @namespace = arguments.TryGetValue("Namespace", out value) && value is string chosen
            ? chosen
            : place.Client.ContainingNamespace.IsGlobalNamespace ? "" : place.Client.ContainingNamespace.ToDisplayString();
        if (!SyntaxFacts.IsValidIdentifier(name) || (@namespace.Length > 0 && !@namespace.Split('.').All(SyntaxFacts.IsValidIdentifier)))
        {
            var error = DiagnosticInfo.Create(MockDiagnostics.UnsuitableClass, place.Location, $"{@namespace}.{name}", "that is not a C# name");
            return new ParsedMock(null, EquatableArray.ToEquatableArray([error]), place.Location);
        }

        var isPublic = arguments.TryGetValue("Public", out value) && value is true && IsVisibleOutside(place.Client);
        return Model(place, @namespace, name, EquatableArray<string>.Empty, isPublic ? "public sealed " : "internal sealed ", hasOwnConstructor: false, []);
    }

    private static ParsedMock Model(
        Place place,
        string @namespace,
        string name,
        EquatableArray<string> containingTypes,
        string modifiers,
        bool hasOwnConstructor,
        IEnumerable<string> ownMembers)
    {
        var errors = new List<DiagnosticInfo>();
        var clientName = place.Client.ToDisplayString();
        var rpcs = RpcParser.ClientMethods(place.Client, place.CancellationToken).ToList();
        var reserved = new HashSet<string>(ownMembers.Concat(BaseMembers(place)), StringComparer.Ordinal) { name };
        var names = new HashSet<string>(rpcs.Select(r => r.Rpc.Name), StringComparer.Ordinal);

        var mocks = new List<MockRpc>();
        foreach (var (rpc, _, request, response) in rpcs)
        {
            if (new[] { request, response }.FirstOrDefault(m => !IsMessage(m)) is { } foreign)
            {
                errors.Add(DiagnosticInfo.Create(MockDiagnostics.NotMocked, place.Location, rpc.Name, clientName, foreign.ToDisplayString()));
                continue;
            }

            var property = MockNames.PropertyOf(rpc.Name, reserved, names);
            if (property != rpc.Name)
            {
                errors.Add(DiagnosticInfo.Create(MockDiagnostics.NameAdjusted, place.Location, rpc.Name, clientName, property));
            }

            mocks.Add(new MockRpc(rpc, property));
        }

        var model = new MockModel(
            @namespace,
            name,
            containingTypes,
            modifiers,
            place.Client.Qualified(),
            RpcParser.ObsoleteArguments(place.Client) ?? (place.Client.ContainingType is { } outer ? RpcParser.ObsoleteArguments(outer) : null),
            RpcParser.DescriptorOwner(place.Client),
            hasOwnConstructor,
            mocks.ToEquatableArray());
        return new ParsedMock(model, errors.ToEquatableArray(), place.Location);
    }

    /// <summary>Names that every mock has already: those of <c>GrpcMock&lt;T&gt;</c> and of <c>object</c>.</summary>
    private static IEnumerable<string> BaseMembers(Place place)
    {
        INamedTypeSymbol? type = place.Attribute.AttributeClass!.ContainingAssembly.GetTypeByMetadataName(MockBase);
        for (; type is not null; type = type.BaseType)
        {
            foreach (var member in type.GetMembers())
            {
                if (member.DeclaredAccessibility != Accessibility.Private && member.CanBeReferencedByName)
                {
                    yield return member.Name;
                }
            }
        }
    }

    private static bool IsMessage(ITypeSymbol type) =>
        type is INamedTypeSymbol { IsAbstract: false } named
        && named.AllInterfaces.Any(i => i.Is(ProtobufMessage) && SymbolEqualityComparer.Default.Equals(i.TypeArguments[0], type))
        && named.InstanceConstructors.Any(c => c.Parameters.Length == 0 && c.DeclaredAccessibility == Accessibility.Public);

    private static bool IsPartial(INamedTypeSymbol type, CancellationToken cancellationToken) =>
        type.DeclaringSyntaxReferences.Any(r => r.GetSyntax(cancellationToken) is TypeDeclarationSyntax declaration && declaration.Modifiers.Any(SyntaxKind.PartialKeyword));

    private static bool IsVisibleOutside(INamedTypeSymbol type)
    {
        for (var current = type; current is not null; current = current.ContainingType)
        {
            if (current.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal))
            {
                return false;
            }
        }

        return true;
    }

    private static string KeywordOf(INamedTypeSymbol type) => type switch
    {
        { IsRecord: true, TypeKind: TypeKind.Struct } => "record struct",
        { IsRecord: true } => "record",
        { TypeKind: TypeKind.Struct } => "struct",
        { TypeKind: TypeKind.Interface } => "interface",
        _ => "class",
    };

    /// <summary>Where an attribute stands, and what it asks for.</summary>
    private sealed record Place(Compilation Compilation, AttributeData Attribute, LocationInfo? Location, INamedTypeSymbol Client, CancellationToken CancellationToken);
}
