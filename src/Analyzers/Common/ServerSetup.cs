// Rules about what belongs to a server beside its services: they look at AddGrpc, and stay silent when the rest is set up anywhere.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace GrpcSdk.Analyzers.Common;

internal static class ServerSetup
{
    /// <summary>Reports <c>AddGrpc</c> when the project mentions none of the names.</summary>
    public static void OnAddGrpc(RuleRegistry rules, GrpcSymbols symbols, DiagnosticDescriptor rule, params string[] names)
    {
        if (symbols.Type("Microsoft.Extensions.DependencyInjection.GrpcServicesExtensions") is not { } extensions)
        {
            return;
        }

        rules.OnCalls(
            operation =>
            {
                var call = (IInvocationOperation)operation.Operation;
                if (GrpcSymbols.Is(call.TargetMethod.ContainingType, extensions) && !symbols.Mentions.Any(names))
                {
                    var syntax = call.Syntax is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } ? access.Name : call.Syntax;
                    operation.ReportDiagnostic(Diagnostic.Create(rule, syntax.GetLocation()));
                }
            },
            "AddGrpc");
    }
}
