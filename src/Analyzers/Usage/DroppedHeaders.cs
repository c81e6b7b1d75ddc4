// GSDK3033: a header that is added with ?. to options that may have no headers, and then is not sent.
using GrpcSdk.Analyzers.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace GrpcSdk.Analyzers.Usage;

internal sealed class DroppedHeadersRule() : UsageRule(Rule)
{
    private static readonly DiagnosticDescriptor Rule = new(
        UsageIds.DroppedHeaders,
        "Give the options headers before adding to them",
        "'{0}' sends nothing when the call has no headers, and nobody notices: give the options new Metadata with WithHeaders",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "CallOptions.Headers is null unless the caller has given some, which callers rarely do. Headers?.Add(…) then does nothing: the token or trace id is not sent.",
        helpLinkUri: RuleHelp.Link(UsageIds.DroppedHeaders));

    public override void Register(RuleRegistry rules, GrpcSymbols symbols) => rules.OnOperations(operation => Analyze(operation, symbols), OperationKind.ConditionalAccess);

    private static void Analyze(OperationAnalysisContext context, GrpcSymbols symbols)
    {
        var access = (IConditionalAccessOperation)context.Operation;
        if (access.Operation.Unwrap() is IPropertyReferenceOperation { Property.Name: "Headers", Instance: { } options } headers &&
            GrpcSymbols.Is(headers.Property.ContainingType, symbols.CallOptions) &&
            access.WhenNotNull is IInvocationOperation { TargetMethod.Name: "Add" } &&
            !PossibleValues.Of(options).All(HasHeaders) && !SeesToThem(access, symbols))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule, access.Syntax.GetLocation(), access.Syntax.ToString()));
        }
    }

    private static bool HasHeaders(IOperation options) => options switch
    {
        IObjectCreationOperation creation => creation.Arguments.Any(argument => argument.Parameter?.Name == "headers" && argument.IsExplicit() && argument.Value.Unwrap() is { ConstantValue.HasValue: false } and not IDefaultValueOperation),
        IInvocationOperation { TargetMethod.Name: "WithHeaders" } => true,
        IInvocationOperation { Instance: { } instance, TargetMethod.Name: var name } => name.StartsWith("With", StringComparison.Ordinal) && PossibleValues.Of(instance).All(HasHeaders),
        _ => false,
    };

    /// <summary>The member makes headers, or looks whether there are any.</summary>
    private static bool SeesToThem(IConditionalAccessOperation access, GrpcSymbols symbols) => access.Root().Descendants().Any(operation => operation switch
    {
        IInvocationOperation { TargetMethod: { Name: "WithHeaders", ContainingType: var type } } => GrpcSymbols.Is(type, symbols.CallOptions),
        IObjectCreationOperation creation => GrpcSymbols.Is(creation.Type, symbols.CallOptions) && HasHeaders(creation),
        IPropertyReferenceOperation { Property: { Name: "Headers", ContainingType: var type } } other =>
            GrpcSymbols.Is(type, symbols.CallOptions) && other.Consumer() is ICoalesceOperation or IBinaryOperation or IIsPatternOperation,
        _ => false,
    });
}
