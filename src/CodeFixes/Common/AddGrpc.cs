// The call of AddGrpc that a rule about the set-up of a server has reported.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GrpcSdk.CodeFixes.Common;

internal static class AddGrpc
{
    public static ExpressionStatementSyntax? Statement(FixTarget target) => target.Node.FirstAncestorOrSelf<ExpressionStatementSyntax>();

    /// <summary>What it is called on: the service collection.</summary>
    public static string Services(FixTarget target) => target.Node.FirstAncestorOrSelf<MemberAccessExpressionSyntax>()!.Expression.WithoutTrivia().ToString();
}
