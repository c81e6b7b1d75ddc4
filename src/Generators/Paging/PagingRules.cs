// The diagnostics of paging.
using GrpcSdk.Generators.Common;
using Microsoft.CodeAnalysis;

namespace GrpcSdk.Generators.Paging;

/// <summary>Descriptors of GSDK60xx.</summary>
internal static class PagingRules
{
    public static readonly DiagnosticDescriptor NearMiss = Descriptors.Create(
        "GSDK6001",
        "RPC almost gets a helper",
        "'{0}' looks like {1}, but has no {2}: {3}",
        DiagnosticSeverity.Info);

    public static readonly DiagnosticDescriptor UnknownName = Descriptors.Create(
        "GSDK6002",
        "GrpcPage names what does not exist or does not fit",
        "[GrpcPage] for '{0}': {1}",
        DiagnosticSeverity.Warning);
}
