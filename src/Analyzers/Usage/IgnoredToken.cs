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

    /// <summary>The property of the diagnostic that holds the token, as an expression.</summary>
    public const string Token = "token";

    private static readonly string[] Records = ["Append", "Audit", "Record", "Publish", "Notify", "Enqueue", "Acknowledge", "Commit", "Rollback", "Release"];

    private static readonly DiagnosticDescriptor Rule = new(
        UsageIds.IgnoredToken,
        "Pass the token of the call on",
        "'{0}' does not get {1}: it goes on after the deadline of {2} and after its client is gone",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "When the deadline of a call is exceeded or its client disconnects, ServerCallContext.CancellationToken is cancelled. Work that does not get the token goes on for nobody.",
        helpLinkUri: RuleHelp.Link(UsageIds.IgnoredToken));

    public override void Register(RuleRegistry rules, GrpcSymbols symbols)
    {
        var tokens = new TokenParameters(symbols);
        rules.OnCallsWithContext(operation => Analyze(operation, symbols, tokens));
    }

    private static void Analyze(OperationAnalysisContext context, GrpcSymbols symbols, TokenParameters tokens)
    {
        var call = (IInvocationOperation)context.Operation;
        if (!tokens.IsAsynchronous(call) || tokens.Find(call, context) is not { } parameter || !IsWorkOfTheCall(call, symbols) || GetsItOtherwise(call, symbols) || IsCancelledOtherwise(call, symbols))
        {
            return;
        }

        if (symbols.IsClient(call.TargetMethod.ContainingType) && symbols.Mentions.Any("EnableCallContextPropagation"))
        {
            return;
        }

        var method = (IMethodSymbol)context.ContainingSymbol;
        var own = method.Parameters.FirstOrDefault(candidate => GrpcSymbols.Is(candidate.Type, symbols.CancellationToken));
        var token = own?.Name ?? symbols.ContextParameter(method)!.Name + ".CancellationToken";
        var properties = ImmutableDictionary<string, string?>.Empty.Add(Parameter, parameter.Name).Add(Token, token);
        context.ReportDiagnostic(Diagnostic.Create(Rule, NameOf(call).GetLocation(), properties, call.TargetMethod.Name, token, GrpcSymbols.RpcName(method)));
    }

    /// <summary>The context itself, or a token in another argument, options among them, is handed over.</summary>
    private static bool GetsItOtherwise(IInvocationOperation call, GrpcSymbols symbols) =>
        call.Arguments.Where(argument => argument.IsExplicit()).Select(argument => argument.Value).Append(call.Instance).OfType<IOperation>().Any(value =>
            value.Unwrap().Type.DerivesFrom(symbols.ServerCallContext) ||
            value.DescendantsAndSelf().Any(part => IsToken(part, value, symbols)));

    /// <summary>A token, but not <c>default</c> and not what a lambda is given by the very call.</summary>
    private static bool IsToken(IOperation part, IOperation argument, GrpcSymbols symbols) => part switch
    {
        IParameterReferenceOperation { Parameter: var parameter } => GrpcSymbols.Is(parameter.Type, symbols.CancellationToken) &&
            !argument.DescendantsAndSelf().Any(function => function is IAnonymousFunctionOperation lambda && SymbolEqualityComparer.Default.Equals(lambda.Symbol, parameter.ContainingSymbol)),
        IPropertyReferenceOperation { Property: { IsStatic: true } } => false,
        IPropertyReferenceOperation or ILocalReferenceOperation or IFieldReferenceOperation => GrpcSymbols.Is(part.Type, symbols.CancellationToken),
        _ => false,
    };

    /// <summary>Not the streams of the call, which end with it, and not work that is meant to outlive it: clean-up, background tasks, and what nobody waits for.</summary>
    private static bool IsWorkOfTheCall(IInvocationOperation call, GrpcSymbols symbols)
    {
        var target = call.Instance ?? (call.TargetMethod.IsExtensionMethod ? call.Arguments[0].Value.Unwrap() : null);
        if (symbols.IsStreamReader(target?.Type) || symbols.IsStreamWriter(target?.Type) || IsBufferedContent(target, symbols) || StartsTask(call.TargetMethod, symbols) || call.IsDiscarded() || IsForOthers(call))
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

    /// <summary>The content of an HTTP response is in memory when the response is there, unless somebody asks for its headers first.</summary>
    private static bool IsBufferedContent(IOperation? target, GrpcSymbols symbols) =>
        target?.Type.DerivesFrom(symbols.Type("System.Net.Http.HttpContent")) == true && !symbols.Mentions.Any("ResponseHeadersRead");

    /// <summary>
    /// What records or announces something that has happened, or ends a transaction, is finished even for a client that is
    /// gone; and what a cache makes is for others, too.
    /// </summary>
    private static bool IsForOthers(IInvocationOperation call) =>
        Array.Exists(Records, verb => call.TargetMethod.Name.StartsWith(verb, StringComparison.Ordinal)) ||
        call.Ancestors().Any(parent => parent is IAnonymousFunctionOperation && parent.IsArgumentOf(method => method.Name.StartsWith("GetOrCreate", StringComparison.Ordinal) || method.Name.StartsWith("GetOrAdd", StringComparison.Ordinal)));

    private static bool StartsTask(IMethodSymbol method, GrpcSymbols symbols) =>
        method.Name is "Run" or "StartNew" && (GrpcSymbols.Is(method.ContainingType, symbols.Task) || symbols.Is(method.ContainingType, "System.Threading.Tasks.TaskFactory"));

    /// <summary>The token comes after the call: <c>WithCancellation(token)</c> or <c>WaitAsync(token)</c>, at once, over a local, or among other tasks.</summary>
    private static bool IsCancelledOtherwise(IOperation task, GrpcSymbols symbols)
    {
        switch (task.Consumer())
        {
            case IInvocationOperation outer:
                return TakesToken(outer, symbols) || IsCancelledOtherwise(outer, symbols);
            case IArgumentOperation { Parent: IInvocationOperation outer }:
                return TakesToken(outer, symbols) || ((outer.TargetMethod.IsExtensionMethod || CombinesTasks(outer, symbols)) && IsCancelledOtherwise(outer, symbols));
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator }:
                return task.Root().References(declarator.Symbol).Any(reference => IsCancelledOtherwise(reference, symbols));
            case ISimpleAssignmentOperation { Target: ILocalReferenceOperation local } assignment when assignment.Value.Unwrap() == task:
                return task.Root().References(local.Local).Any(reference => reference != local && IsCancelledOtherwise(reference, symbols));
            default:
                return task.HoldingCollection() is { } tasks && IsCancelledOtherwise(tasks, symbols);
        }
    }

    private static bool CombinesTasks(IInvocationOperation call, GrpcSymbols symbols) => call.TargetMethod.Name is "WhenAll" or "WhenAny" && GrpcSymbols.Is(call.TargetMethod.ContainingType, symbols.Task);

    /// <summary><c>WaitAsync(token)</c> and its like, and <c>WhenAny</c> beside a task that the token ends.</summary>
    private static bool TakesToken(IInvocationOperation call, GrpcSymbols symbols) => call.TargetMethod.Name switch
    {
        "WithCancellation" or "WaitAsync" => call.Arguments.Any(argument => argument.IsExplicit() && GrpcSymbols.Is(argument.Parameter?.Type, symbols.CancellationToken)),
        "WhenAny" => call.Arguments.Any(argument => argument.Value.Descendants().Any(part => IsToken(part, argument.Value, symbols))),
        _ => false,
    };

    private static SyntaxNode NameOf(IInvocationOperation call) => call.Syntax is InvocationExpressionSyntax invocation
        ? invocation.Expression switch
        {
            MemberAccessExpressionSyntax access => access.Name,
            MemberBindingExpressionSyntax binding => binding.Name,
            var other => other,
        }
        : call.Syntax;
}
