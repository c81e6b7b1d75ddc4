// Fix of GSDK3007: overrides the kinds of call that are missing, with the code of the unary method where it fits them.
using System.Composition;
using GrpcSdk.Analyzers.Usage;
using GrpcSdk.CodeFixes.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace GrpcSdk.CodeFixes.Usage;

[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
internal sealed class PartialInterceptorFix() : UsageCodeFix(UsageIds.PartialInterceptor, "Override the methods of the other kinds of call")
{
    protected override bool CanFix(FixTarget target) => Class(target) is not null;

    protected override void Fix(SyntaxEditor editor, FixTarget target)
    {
        var type = Class(target)!;
        editor.Import(target, "Grpc.Core.ServerCallContext", "Grpc.Core.Interceptors.Interceptor");
        var task = editor.NameOf(target, "System.Threading.Tasks.Task`1");
        foreach (var name in target.Diagnostic.Properties[PartialInterceptorRule.Missing]!.Split(','))
        {
            var kind = InterceptorMethod.Named(name);
            var unary = type.Members.OfType<MethodDeclarationSyntax>().FirstOrDefault(method => method.Identifier.ValueText == kind.Unary);
            var member = (unary is null ? null : kind.CopyOf(unary, task)) ?? kind.PassingThrough(task);
            editor.AddMember(type, member.WithLeadingTrivia(type.NewLine()).WithTrailingTrivia(type.NewLine()));
        }
    }

    private static ClassDeclarationSyntax? Class(FixTarget target) => target.Node.FirstAncestorOrSelf<ClassDeclarationSyntax>();
}
