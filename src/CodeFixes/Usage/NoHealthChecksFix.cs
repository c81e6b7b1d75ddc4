// Fix of GSDK3029: registers the health service, and maps it where services are mapped.
using System.Composition;
using GrpcSdk.Analyzers.Usage;
using GrpcSdk.CodeFixes.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace GrpcSdk.CodeFixes.Usage;

[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
internal sealed class NoHealthChecksFix() : UsageCodeFix(UsageIds.NoHealthChecks, "Add gRPC health checks")
{
    protected override bool CanFix(FixTarget target) =>
        target.Model.Compilation.GetTypeByMetadataName("Microsoft.Extensions.DependencyInjection.GrpcHealthChecksServiceExtensions") is not null &&
        AddGrpc.Statement(target) is { } statement && statement.IsInList();

    protected override void Fix(SyntaxEditor editor, FixTarget target)
    {
        var statement = AddGrpc.Statement(target)!;
        var mapping = statement.Siblings().SelectMany(sibling => sibling.DescendantNodes().OfType<MemberAccessExpressionSyntax>())
            .FirstOrDefault(access => access.Name.Identifier.ValueText == "MapGrpcService");
        if (mapping?.FirstAncestorOrSelf<StatementSyntax>() is { } mapped && mapped.IsInList())
        {
            editor.InsertStatementAfter(mapped, $"{mapping.Expression}.MapGrpcHealthChecksService();");
        }

        editor.InsertStatementAfter(statement, $"{AddGrpc.Services(target)}.AddGrpcHealthChecks();");
    }
}
