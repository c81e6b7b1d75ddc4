// Fix of GSDK3027: the RpcException whose status says what the exception says.
using System.Composition;
using GrpcSdk.Analyzers.Usage;
using GrpcSdk.CodeFixes.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace GrpcSdk.CodeFixes.Usage;

[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
internal sealed class ForeignExceptionFix() : UsageCodeFix(UsageIds.ForeignException, "Throw an RpcException")
{
    protected override void Fix(SyntaxEditor editor, FixTarget target)
    {
        var (code, text) = Status(target.Model.GetTypeInfo(target.Node, target.Cancellation).Type);
        var detail = Text(target) ?? SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(text)).ToString();
        editor.ReplaceNode(target.Node, $"new {editor.NameOf(target, "Grpc.Core.RpcException")}(new {editor.NameOf(target, "Grpc.Core.Status")}({editor.NameOf(target, "Grpc.Core.StatusCode")}.{code}, {detail}))".AsExpression().WithTriviaFrom(target.Node));
    }

    /// <summary>The message, where it is a text that was written for somebody.</summary>
    private static string? Text(FixTarget target) =>
        (target.Node as BaseObjectCreationExpressionSyntax)?.ArgumentList?.Arguments
            .FirstOrDefault(argument => argument.Expression is LiteralExpressionSyntax { RawKind: (int)SyntaxKind.StringLiteralExpression } or InterpolatedStringExpressionSyntax)?.Expression.ToString();

    private static (string Code, string Text) Status(ITypeSymbol? exception)
    {
        for (; exception is not null; exception = exception.BaseType)
        {
            switch (exception.Name)
            {
                case "ArgumentException" or "FormatException":
                    return ("InvalidArgument", "The request is not valid.");
                case "KeyNotFoundException" or "FileNotFoundException":
                    return ("NotFound", "There is no such resource.");
                case "NotImplementedException" or "NotSupportedException":
                    return ("Unimplemented", "This is not supported.");
                case "InvalidOperationException":
                    return ("FailedPrecondition", "This is not possible in the current state.");
                case "UnauthorizedAccessException":
                    return ("PermissionDenied", "This is not allowed.");
                case "TimeoutException":
                    return ("DeadlineExceeded", "This took too long.");
            }
        }

        return ("Internal", "Internal error.");
    }
}
