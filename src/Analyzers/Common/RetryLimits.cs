// How many attempts a channel makes that is configured in one place with a retry policy from another.
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GrpcSdk.Analyzers.Common;

/// <summary>
/// Finds the options of channels by their syntax, once per compilation and only when a policy is about to be reported: an
/// assignment to <c>ServiceConfig</c>, and whether <c>MaxRetryAttempts</c> is set beside it.
/// </summary>
internal sealed class RetryLimits(Compilation compilation)
{
    /// <summary>The default of <c>GrpcChannelOptions.MaxRetryAttempts</c>.</summary>
    public const int Default = 5;

    private readonly Lazy<Configuration[]> _configurations = new(() => [.. compilation.SyntaxTrees.SelectMany(Find)]);

    /// <summary>The lowest limit of the channels whose configuration names the member, or a member of its type; null when there is none, or it is no constant.</summary>
    public int? Of(ISymbol member)
    {
        // A property is named, not its accessor.
        var name = (member as IMethodSymbol)?.AssociatedSymbol?.Name ?? member.Name;
        var limits = _configurations.Value.Where(found => found.Names.Contains(name)).Select(found => found.Limit).ToArray();
        return limits.Length > 0 && Array.TrueForAll(limits, limit => limit is not null) ? limits.Min() : null;
    }

    private static IEnumerable<Configuration> Find(SyntaxTree tree) => !tree.GetText().ToString().Contains("ServiceConfig")
        ? []
        : tree.GetRoot().DescendantNodes().OfType<AssignmentExpressionSyntax>().Where(assignment => NameOf(assignment.Left) == "ServiceConfig").Select(Read);

    private static Configuration Read(AssignmentExpressionSyntax assignment)
    {
        var neighbours = assignment.Ancestors().FirstOrDefault(node => node is InitializerExpressionSyntax or BlockSyntax or MemberDeclarationSyntax) ?? assignment;
        var limit = neighbours.DescendantNodes().OfType<AssignmentExpressionSyntax>().FirstOrDefault(other => NameOf(other.Left) == "MaxRetryAttempts");
        var names = assignment.Right.DescendantNodesAndSelf().OfType<SimpleNameSyntax>().Select(name => name.Identifier.ValueText);
        return new Configuration(new HashSet<string>(names, StringComparer.Ordinal), limit is null ? Default : Constant(limit.Right));
    }

    private static int? Constant(ExpressionSyntax value) =>
        value is LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NumericLiteralExpression } literal && int.TryParse(literal.Token.ValueText, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string? NameOf(ExpressionSyntax target) => target switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        _ => null,
    };

    private sealed record Configuration(HashSet<string> Names, int? Limit);
}
