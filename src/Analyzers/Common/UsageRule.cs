// One rule about C#: its descriptor and what it looks at. UsageAnalyzer runs it.
using Microsoft.CodeAnalysis;

namespace GrpcSdk.Analyzers.Common;

/// <summary>One rule about C#. It keeps no state of its own: an instance serves all compilations.</summary>
internal abstract class UsageRule(DiagnosticDescriptor descriptor)
{
    /// <summary>The category of the usage rules.</summary>
    protected const string Category = "GrpcSdk.Usage";

    public DiagnosticDescriptor Descriptor => descriptor;

    /// <summary>Says what the rule looks at. Called once per compilation that uses gRPC.</summary>
    public abstract void Register(RuleRegistry rules, GrpcSymbols symbols);
}
