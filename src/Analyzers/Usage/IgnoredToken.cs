// GSDK3010: asynchronous work of a handler that goes on after the deadline or the cancellation of its call.
using System.Collections.Immutable;
using GrpcSdk.Analyzers.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace GrpcSdk.Analyzers.Usage;

internal sealed class IgnoredTokenRule() : UsageRule(Rule)
{
    /// <summary>The property of the diagnostic that names the argument to add.</summary>
    public const string Parameter = "parameter";

    /// <summary>The property of the diagnostic that names the <c>ServerCallContext</c>.</summary>
    public const string Context = "context";

    private static readonly DiagnosticDescriptor Rule = new(
        UsageIds.IgnoredToken,
        "Pass the token of the call on",
        "'{0}' does not get {1}.CancellationToken: it goes on after the deadline of {2} and after its client is gone",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "When the deadline of a call is exceeded or its client disconnects, ServerCallContext.CancellationToken is cancelled. Work that does not get the token goes on for nobody.",
        helpLinkUri: RuleHelp.Link(UsageIds.IgnoredToken));

    public override void Register(RuleRegistry rules, GrpcSymbols symbols)
    {
        var tokens = new TokenParameters(symbols);
        rules.OnCallsInServerMethods(operation => Analyze(operation, symbols, tokens));
    }

    private static void Analyze(OperationAnalysisContext context, GrpcSymbols symbols, TokenParameters tokens)
    {
        var call = (IInvocationOperation)context.Operation;
        if (!tokens.IsAsynchronous(call) || tokens.Find(call, context) is not { } parameter || !IsWorkOfTheCall(call, symbols) || IsCancelledOtherwise(call, symbols))
        {
            return;
        }

        if (symbols.IsClient(call.TargetMethod.ContainingType) && symbols.Mentions.Any("EnableCallContextPropagation"))
        {
            return;
        }

        var handler = (IMethodSymbol)context.ContainingSymbol;
        var name = symbols.ContextParameter(handler)!.Name;
        var properties = ImmutableDictionary<string, string?>.Empty.Add(Parameter, parameter.Name).Add(Context, name);
        context.ReportDiagnostic(Diagnostic.Create(Rule, NameOf(call).GetLocation(), properties, call.TargetMethod.Name, name, GrpcSymbols.RpcName(handler)));
    }

    /// <summary>Not the streams of the call, which end with it, and not work that is meant to outlive it: clean-up and background tasks.</summary>
    private static bool IsWorkOfTheCall(IInvocationOperation call, GrpcSymbols symbols)
    {
        var target = call.Instance ?? (call.TargetMethod.IsExtensionMethod ? call.Arguments[0].Value.Unwrap() : null);
        if (symbols.IsStreamReader(target?.Type) || symbols.IsStreamWriter(target?.Type) || StartsTask(call.TargetMethod, symbols))
        {
            return false;
        }

        for (IOperation current = call; current.Parent is { } parent; current = parent)
        {
            if (parent is ICatchClauseOperation || (parent is ITryOperation attempt && attempt.Finally == current) ||
                (current is IAnonymousFunctionOperation && current.IsArgumentOf(method => StartsTask(method, symbols))))
            {
                return false;
            }
        }

        return true;
    }

    private static bool StartsTask(IMethodSymbol method, GrpcSymbols symbols) =>
        method.Name is "Run" or "StartNew" && (GrpcSymbols.Is(method.ContainingType, symbols.Task) || symbols.Is(method.ContainingType, "System.Threading.Tasks.TaskFactory"));

    /// <summary>The token comes after the call: <c>WithCancellation(token)</c> or <c>WaitAsync(token)</c>.</summary>
    private static bool IsCancelledOtherwise(IOperation call, GrpcSymbols symbols)
    {
        var outer = call.Consumer() is IArgumentOperation { Parent: IInvocationOperation extension } ? extension : call.Consumer() as IInvocationOperation;
        return outer is { TargetMethod.Name: "WithCancellation" or "WaitAsync" } && outer.Arguments.Any(argument => argument.IsExplicit() && GrpcSymbols.Is(argument.Parameter?.Type, symbols.CancellationToken));
    }

    private static SyntaxNode NameOf(IInvocationOperation call) => call.Syntax is InvocationExpressionSyntax invocation
        ? invocation.Expression switch
        {
            MemberAccessExpressionSyntax access => access.Name,
            MemberBindingExpressionSyntax binding => binding.Name,
            var other => other,
        }
        : call.Syntax;
}
