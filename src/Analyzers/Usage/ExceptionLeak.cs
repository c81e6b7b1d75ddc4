// GSDK3009: the text of an exception in the status that goes to the caller, or detailed errors for everyone.
using GrpcSdk.Analyzers.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace GrpcSdk.Analyzers.Usage;

internal sealed class ExceptionLeakRule() : UsageRule(Rule)
{
    private static readonly DiagnosticDescriptor Rule = new(
        UsageIds.ExceptionLeak,
        "Do not send exceptions to callers",
        "{0} reaches the caller: it may hold paths, queries, addresses or secrets",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "The detail of a status goes over the wire. Keep the exception on the server, in the log or as the status' debugException, and send a text that was written for the caller.",
        helpLinkUri: RuleHelp.Link(UsageIds.ExceptionLeak));

    public override void Register(RuleRegistry rules, GrpcSymbols symbols)
    {
        var options = symbols.Type("Grpc.AspNetCore.Server.GrpcServiceOptions");
        var exception = symbols.Type("System.Exception");
        if (options is null || exception is null)
        {
            return;
        }

        rules.OnOperations(operation => AnalyzeStatus(operation, symbols, exception), OperationKind.ObjectCreation);
        rules.OnOperations(operation => AnalyzeOption(operation, options), OperationKind.SimpleAssignment);
    }

    private static void AnalyzeStatus(OperationAnalysisContext context, GrpcSymbols symbols, INamedTypeSymbol exception)
    {
        var creation = (IObjectCreationOperation)context.Operation;
        if (!GrpcSymbols.Is(creation.Type, symbols.Status) || IsClientSide(context.ContainingSymbol, symbols))
        {
            return;
        }

        var detail = creation.Arguments.FirstOrDefault(argument => argument.Parameter?.Type.SpecialType == SpecialType.System_String);
        if (detail is not null && Leak(detail.Value.InitialValue(), exception) is { } leak)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule, detail.Value.Syntax.GetLocation(), $"'{leak.Syntax}'"));
        }
    }

    private static void AnalyzeOption(OperationAnalysisContext context, INamedTypeSymbol options)
    {
        var assignment = (ISimpleAssignmentOperation)context.Operation;
        if (assignment.Target is IPropertyReferenceOperation { Property: { Name: "EnableDetailedErrors" } property } && GrpcSymbols.Is(property.ContainingType, options) &&
            assignment.Value.Unwrap().ConstantValue is { HasValue: true, Value: true } && !assignment.IsConditional())
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule, assignment.Syntax.GetLocation(), "With EnableDetailedErrors the text of every exception"));
        }
    }

    /// <summary>A status that a client interceptor makes stays in the process.</summary>
    private static bool IsClientSide(ISymbol member, GrpcSymbols symbols) =>
        member is IMethodSymbol method && symbols.IsInterceptorMethod(method) && symbols.ContextParameter(method) is null;

    /// <summary>The part of the text that comes from an exception whose text nobody wrote for callers.</summary>
    private static IOperation? Leak(IOperation text, INamedTypeSymbol exception)
    {
        text = text.Unwrap();
        if (text.Type.DerivesFrom(exception))
        {
            return text;
        }

        return text switch
        {
            IBinaryOperation sum => Leak(sum.LeftOperand, exception) ?? Leak(sum.RightOperand, exception),
            ICoalesceOperation coalesce => Leak(coalesce.Value, exception) ?? Leak(coalesce.WhenNull, exception),
            IInterpolatedStringOperation interpolated => interpolated.Parts.OfType<IInterpolationOperation>().Select(part => Leak(part.Expression, exception)).FirstOrDefault(leak => leak is not null),
            IInvocationOperation { TargetMethod.Name: "ToString", Instance: { } instance } call when instance.Type.DerivesFrom(exception) => call,
            IInvocationOperation { TargetMethod.ContainingType.SpecialType: SpecialType.System_String } call => call.Arguments.Select(argument => Leak(argument.Value, exception)).FirstOrDefault(leak => leak is not null),
            IArrayCreationOperation { Initializer: { } elements } => elements.ElementValues.Select(element => Leak(element, exception)).FirstOrDefault(leak => leak is not null),
            IPropertyReferenceOperation { Property.Name: "StackTrace", Instance: { } instance } trace when instance.Type.DerivesFrom(exception) => trace,
            IPropertyReferenceOperation { Property.Name: "Message", Instance: { } instance } message when GrpcSymbols.Is(instance.Type, exception) && !IsFiltered(instance) => message,
            _ => null,
        };
    }

    /// <summary>Whether a filter has decided which exceptions come here, as in <c>catch (Exception e) when (e is OrderException)</c>.</summary>
    private static bool IsFiltered(IOperation exception)
    {
        for (var parent = exception.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is ICatchClauseOperation { Filter: not null } clause && clause.Locals.Any(local => exception.Refers(local)))
            {
                return true;
            }
        }

        return false;
    }
}
