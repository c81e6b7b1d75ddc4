// GSDK3010: asynchronous work of a handler that goes on after the deadline or the cancellation of its call.
using System.Collections.Immutable;
using GrpcSdk.Analyzers.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace GrpcSdk.Analyzers.Usage;

[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class IgnoredTokenAnalyzer() : UsageAnalyzer(Rule)
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

    protected override void Register(CompilationStartAnalysisContext context, GrpcSymbols symbols)
    {
        var mentions = new SourceMentions(context.Compilation);
        context.RegisterOperationAction(operation => Analyze(operation, symbols, mentions), OperationKind.Invocation);
    }

    private static void Analyze(OperationAnalysisContext context, GrpcSymbols symbols, SourceMentions mentions)
    {
        if (context.ContainingSymbol is not IMethodSymbol handler || !symbols.IsServerMethod(handler))
        {
            return;
        }

        var call = (IInvocationOperation)context.Operation;
        if (!IsAsynchronous(call, symbols) || TokenParameter(call, symbols, context) is not { } parameter || !IsWorkOfTheCall(call, symbols) || IsCancelledOtherwise(call, symbols))
        {
            return;
        }

        if (symbols.IsClient(call.TargetMethod.ContainingType) && mentions.Any("EnableCallContextPropagation"))
        {
            return;
        }

        var name = symbols.ContextParameter(handler)!.Name;
        var properties = ImmutableDictionary<string, string?>.Empty.Add(Parameter, parameter.Name).Add(Context, name);
        context.ReportDiagnostic(Diagnostic.Create(Rule, NameOf(call).GetLocation(), properties, call.TargetMethod.Name, name, GrpcSymbols.RpcName(handler)));
    }

    private static bool IsAsynchronous(IInvocationOperation call, GrpcSymbols symbols) =>
        call.Type is INamedTypeSymbol type &&
        (type.DerivesFrom(symbols.Task) || symbols.Is(type, "System.Threading.Tasks.ValueTask") || symbols.Is(type, "System.Threading.Tasks.ValueTask`1") ||
         symbols.Is(type, "System.Collections.Generic.IAsyncEnumerable`1") || (symbols.IsClient(call.TargetMethod.ContainingType) && symbols.IsClientCall(call.TargetMethod)));

    /// <summary>The parameter that could take the token: one that was left out, or the last one of an overload.</summary>
    private static IParameterSymbol? TokenParameter(IInvocationOperation call, GrpcSymbols symbols, OperationAnalysisContext context)
    {
        var method = call.TargetMethod;
        foreach (var argument in call.Arguments)
        {
            if (GrpcSymbols.Is(argument.Parameter?.Type, symbols.CancellationToken))
            {
                return argument.IsExplicit() ? null : argument.Parameter;
            }
        }

        return method.ContainingType.GetMembers(method.Name).OfType<IMethodSymbol>()
            .FirstOrDefault(candidate => IsOverloadWithToken(candidate, method.OriginalDefinition, symbols) &&
                context.Compilation.IsSymbolAccessibleWithin(candidate, context.ContainingSymbol.ContainingType))?
            .Parameters.Last();
    }

    private static bool IsOverloadWithToken(IMethodSymbol candidate, IMethodSymbol method, GrpcSymbols symbols)
    {
        candidate = candidate.OriginalDefinition;
        return candidate.IsStatic == method.IsStatic && candidate.TypeParameters.Length == method.TypeParameters.Length &&
            candidate.Parameters.Length == method.Parameters.Length + 1 && GrpcSymbols.Is(candidate.Parameters.Last().Type, symbols.CancellationToken) &&
            !candidate.HasAttribute(symbols.Type("System.ObsoleteAttribute")) &&
            candidate.ReturnType.ToDisplayString() == method.ReturnType.ToDisplayString() &&
            method.Parameters.Zip(candidate.Parameters, (left, right) => left.RefKind == right.RefKind && left.Type.ToDisplayString() == right.Type.ToDisplayString()).All(same => same);
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
