// Names in generated C#: keywords are escaped, file names are safe on every file system.
using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace GrpcSdk.Generators.Common;

/// <summary>Makes identifiers and hint names.</summary>
internal static class CSharpName
{
    /// <summary>The identifier, with <c>@</c> where it is a keyword.</summary>
    public static string Escape(string identifier) =>
        SyntaxFacts.GetKeywordKind(identifier) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(identifier) != SyntaxKind.None
            ? "@" + identifier
            : identifier;

    /// <summary>A hint name from a qualified type name: <c>global::Acme.Users.V1.UserService</c> gives <c>Acme.Users.V1.UserService.suffix.g.cs</c>.</summary>
    public static string HintName(string qualifiedName, string suffix)
    {
        var name = qualifiedName.StartsWith("global::", StringComparison.Ordinal) ? qualifiedName.Substring(8) : qualifiedName;
        var safe = new StringBuilder(name.Length);
        foreach (var c in name)
        {
            safe.Append(char.IsLetterOrDigit(c) || c is '.' or '_' ? c : '-');
        }

        return $"{safe}.{suffix}.g.cs";
    }

    /// <summary>The text as a C# string literal.</summary>
    public static string Literal(string text) => SymbolDisplay.FormatLiteral(text, quote: true);
}
