// Fix of GSDK3030, where OpenTelemetry is referenced: collects what ASP.NET Core measures and traces of every call.
using System.Composition;
using GrpcSdk.Analyzers.Usage;
using GrpcSdk.CodeFixes.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Editing;

namespace GrpcSdk.CodeFixes.Usage;

[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
internal sealed class NoTelemetryFix() : UsageCodeFix(UsageIds.NoTelemetry, "Collect metrics and traces with OpenTelemetry")
{
    protected override bool CanFix(FixTarget target) =>
        target.Model.Compilation.GetTypeByMetadataName("Microsoft.Extensions.DependencyInjection.OpenTelemetryServicesExtensions") is not null &&
        AddGrpc.Statement(target) is { } statement && statement.IsInList();

    protected override void Fix(SyntaxEditor editor, FixTarget target) => editor.InsertStatementAfter(
        AddGrpc.Statement(target)!,
        $"{AddGrpc.Services(target)}.AddOpenTelemetry().WithMetrics(metrics => metrics.AddMeter(\"Microsoft.AspNetCore.Hosting\", \"Microsoft.AspNetCore.Server.Kestrel\")).WithTracing(tracing => tracing.AddSource(\"Microsoft.AspNetCore\"));");
}
