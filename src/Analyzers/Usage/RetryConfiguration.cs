// GSDK3005: a retry policy that the channel rejects or silently caps.
using System.Collections.Immutable;
using GrpcSdk.Analyzers.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace GrpcSdk.Analyzers.Usage;

internal sealed class RetryConfigurationRule() : UsageRule(Rule)
{
    /// <summary>The property of the diagnostic that lists what is missing, separated by commas.</summary>
    public const string Missing = "missing";

    /// <summary>The property of the diagnostic that holds the number of attempts that is capped.</summary>
    public const string Capped = "capped";

    private static readonly string[] Required = ["MaxAttempts", "InitialBackoff", "MaxBackoff", "BackoffMultiplier", "RetryableStatusCodes"];

    private static readonly DiagnosticDescriptor Rule = new(
        UsageIds.RetryConfiguration,
        "A retry policy must be complete and within the limit of its channel",
        "{0}",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A retry policy without all of its fields makes calls throw, and a channel never makes more attempts than MaxRetryAttempts, which is 5 unless it is set.",
        helpLinkUri: RuleHelp.Link(UsageIds.RetryConfiguration));

    public override void Register(RuleRegistry rules, GrpcSymbols symbols)
    {
        if (symbols.Type("Grpc.Net.Client.Configuration.RetryPolicy") is { } retry &&
            symbols.Type("Grpc.Net.Client.Configuration.HedgingPolicy") is { } hedging &&
            symbols.Type("Grpc.Net.Client.GrpcChannelOptions") is { } options)
        {
            rules.OnOperations(operation => Analyze(operation, symbols, retry, hedging, options), OperationKind.ObjectCreation);
        }
    }

    private static void Analyze(OperationAnalysisContext context, GrpcSymbols symbols, INamedTypeSymbol retry, INamedTypeSymbol hedging, INamedTypeSymbol options)
    {
        var creation = (IObjectCreationOperation)context.Operation;
        var isRetry = GrpcSymbols.Is(creation.Type, retry);
        if ((!isRetry && !GrpcSymbols.Is(creation.Type, hedging)) || Assigned(creation) is not { } assigned)
        {
            return;
        }

        var missing = Required.Where(name => (isRetry || name == "MaxAttempts") && !assigned.ContainsKey(name)).ToArray();
        if (missing.Length > 0)
        {
            Report(context, creation.Syntax, Missing, string.Join(",", missing), $"The {creation.Type!.Name} has no {string.Join(", ", missing)}: calls throw InvalidOperationException");
        }

        if (!assigned.TryGetValue("MaxAttempts", out var value) || value?.Unwrap() is not { ConstantValue: { HasValue: true, Value: int attempts } } constant)
        {
            return;
        }

        if (attempts < 2)
        {
            Report(context, constant.Syntax, "", "", "MaxAttempts counts the first attempt and must be greater than 1: calls throw InvalidOperationException");
        }
        else if ((Limit(creation, options, out var isKnown) ?? (isKnown ? null : symbols.Mentions.RetryLimits.Of(context.ContainingSymbol))) is { } limit && attempts > limit)
        {
            Report(context, constant.Syntax, Capped, attempts.ToString(System.Globalization.CultureInfo.InvariantCulture), $"MaxAttempts is {attempts}, but the channel makes at most {limit} attempts: set MaxRetryAttempts of its GrpcChannelOptions");
        }
    }

    private static void Report(OperationAnalysisContext context, SyntaxNode place, string key, string value, string message) =>
        context.ReportDiagnostic(Diagnostic.Create(Rule, place.GetLocation(), ImmutableDictionary<string, string?>.Empty.Add(key, value), message));

    /// <summary>The properties that are set where the policy is made, and on the local that holds it; null when others may set them.</summary>
    private static Dictionary<string, IOperation?>? Assigned(IObjectCreationOperation creation)
    {
        var assigned = new Dictionary<string, IOperation?>();
        foreach (var initializer in creation.Initializer?.Initializers ?? ImmutableArray<IOperation>.Empty)
        {
            switch (initializer)
            {
                case ISimpleAssignmentOperation { Target: IPropertyReferenceOperation property } assignment:
                    assigned[property.Property.Name] = assignment.Value;
                    break;
                case IMemberInitializerOperation { InitializedMember: IPropertyReferenceOperation member } nested:
                    assigned[member.Property.Name] = nested.Initializer;
                    break;
            }
        }

        switch (creation.Consumer())
        {
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator }:
                return AddLater(creation.Root(), declarator.Symbol, assigned) ? assigned : null;
            case ISimpleAssignmentOperation { Target: IPropertyReferenceOperation }:
                return assigned;
            default:
                return null;
        }
    }

    private static bool AddLater(IOperation root, ILocalSymbol local, Dictionary<string, IOperation?> assigned)
    {
        foreach (var reference in root.References(local))
        {
            if (reference.Parent is IPropertyReferenceOperation property)
            {
                assigned[property.Property.Name] = (property.Parent as IAssignmentOperation)?.Value;
            }
            else if (reference.Consumer() is IArgumentOperation or IReturnOperation)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The most attempts of the channel that this member configures; null when it configures none, or one whose limit is no constant.</summary>
    private static int? Limit(IOperation policy, INamedTypeSymbol options, out bool configuresChannel)
    {
        configuresChannel = false;
        foreach (var assignment in policy.Root().Descendants().OfType<ISimpleAssignmentOperation>())
        {
            if (assignment.Target is not IPropertyReferenceOperation { Property: var property } || !GrpcSymbols.Is(property.ContainingType, options))
            {
                continue;
            }

            configuresChannel = true;
            if (property.Name == "MaxRetryAttempts")
            {
                return assignment.Value.Unwrap().ConstantValue is { HasValue: true, Value: int limit } ? limit : null;
            }
        }

        return configuresChannel ? RetryLimits.Default : null;
    }
}
