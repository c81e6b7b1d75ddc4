// GSDK3032: a CancellationTokenSource that is disposed while the call that has its token goes on.
using GrpcSdk.Analyzers.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace GrpcSdk.Analyzers.Usage;

internal sealed class TokenSourceDisposedEarlyRule() : UsageRule(Rule)
{
    private static readonly DiagnosticDescriptor Rule = new(
        UsageIds.TokenSourceDisposedEarly,
        "Keep a CancellationTokenSource until its call has ended",
        "'{0}' is disposed before '{1}' has ended: its timeout and what it is linked to no longer cancel the call",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Dispose stops the timer of a CancellationTokenSource and unlinks it from other tokens. A call that is still running then has no timeout and nobody who cancels it.",
        helpLinkUri: RuleHelp.Link(UsageIds.TokenSourceDisposedEarly));

    public override void Register(RuleRegistry rules, GrpcSymbols symbols)
    {
        if (symbols.Type("System.Threading.CancellationTokenSource") is { } source)
        {
            rules.OnClientCalls(operation => Analyze(operation, source, symbols));
        }
    }

    private static void Analyze(OperationAnalysisContext context, INamedTypeSymbol source, GrpcSymbols symbols)
    {
        var call = (IInvocationOperation)context.Operation;
        if (!symbols.IsAsyncCall(call.Type) || Source(call, source) is not { } local || Scope(call.Root(), local) is not { } scope || scope.Declaration.EnclosingFunction() != call.EnclosingFunction())
        {
            return;
        }

        if (Outlives(call, scope, new HashSet<ISymbol>(SymbolEqualityComparer.Default)))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule, call.Syntax.GetLocation(), local.Name, call.TargetMethod.Name));
        }
    }

    /// <summary>The local whose token is among the arguments: as it is, over another local, or in the options.</summary>
    private static ILocalSymbol? Source(IInvocationOperation call, INamedTypeSymbol source)
    {
        foreach (var argument in call.Arguments)
        {
            foreach (var part in PossibleValues.Of(argument.Value).SelectMany(value => value.DescendantsAndSelf()))
            {
                var token = part is ILocalReferenceOperation ? part.InitialValue() : part;
                if (token is IPropertyReferenceOperation { Property.Name: "Token", Instance: ILocalReferenceOperation { Local: var local } } && GrpcSymbols.Is(local.Type, source))
                {
                    return local;
                }
            }
        }

        return null;
    }

    /// <summary>Where the source is disposed: at the end of a block or of a using statement, or by a call.</summary>
    private static Lifetime? Scope(IOperation root, ILocalSymbol local)
    {
        foreach (var operation in root.Descendants())
        {
            switch (operation)
            {
                case IVariableDeclaratorOperation declarator when SymbolEqualityComparer.Default.Equals(declarator.Symbol, local):
                    var scope = declarator.Ancestors().TakeWhile(parent => parent is not IBlockOperation).FirstOrDefault(parent => parent is IUsingDeclarationOperation or IUsingOperation);
                    if (scope is IUsingDeclarationOperation { Parent: { } block })
                    {
                        return new Lifetime(declarator, block.Syntax.Span.End);
                    }

                    if (scope is IUsingOperation statement)
                    {
                        return new Lifetime(declarator, statement.Syntax.Span.End);
                    }

                    break;
                case IInvocationOperation { TargetMethod.Name: "Dispose" } dispose when dispose.Instance.Refers(local) && dispose.EnclosingStatement() is { Block: var holder, Statement: IExpressionStatementOperation } && Declarator(root, local) is { } declared && declared.EnclosingStatement()?.Block == holder:
                    return new Lifetime(declared, dispose.Syntax.SpanStart);
            }
        }

        return null;
    }

    private static IOperation? Declarator(IOperation root, ILocalSymbol local) =>
        root.Descendants().FirstOrDefault(operation => operation is IVariableDeclaratorOperation declarator && SymbolEqualityComparer.Default.Equals(declarator.Symbol, local));

    /// <summary>The call, its response or its stream is returned, kept, or awaited where the source is gone.</summary>
    private static bool Outlives(IOperation value, Lifetime scope, HashSet<ISymbol> seen)
    {
        switch (value.Consumer())
        {
            case IReturnOperation { Kind: OperationKind.Return } statement:
                return statement.EnclosingFunction() == scope.Declaration.EnclosingFunction();
            case IAwaitOperation await:
                return await.Syntax.SpanStart >= scope.End;
            case IConditionalOperation choice when choice.Condition != value:
                return Outlives(choice, scope, seen);
            case IPropertyReferenceOperation { Property.Name: "ResponseAsync" or "ResponseStream" } part:
                return Outlives(part, scope, seen);
            case IInvocationOperation { TargetMethod.Name: "ConfigureAwait" } chained:
                return Outlives(chained, scope, seen);
            case IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { Name: "ReadAllAsync", IsExtensionMethod: true } } read }:
                return Outlives(read, scope, seen);
            case ISimpleAssignmentOperation { Target: IFieldReferenceOperation or IPropertyReferenceOperation } assignment when assignment.Value.Unwrap() == value:
                return true;
            case ISimpleAssignmentOperation { Target: ILocalReferenceOperation local } assignment when assignment.Value.Unwrap() == value:
                return OutlivesIn(local.Local, local, scope, seen);
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator }:
                return OutlivesIn(declarator.Symbol, declarator, scope, seen);
            default:
                return false;
        }
    }

    private static bool OutlivesIn(ILocalSymbol local, IOperation place, Lifetime scope, HashSet<ISymbol> seen) =>
        seen.Add(local) && place.Root().References(local).Where(reference => reference.Syntax.SpanStart > place.Syntax.SpanStart).ToArray() is { Length: > 0 } uses &&
        !uses.Any(use => use.Consumer() is IAwaitOperation && use.Syntax.SpanStart < scope.End) && uses.Any(use => Outlives(use, scope, seen));

    private sealed record Lifetime(IOperation Declaration, int End);
}
