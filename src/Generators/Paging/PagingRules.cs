// The diagnostics of paging.
using GrpcSdk.Generators.Common;
using Microsoft.CodeAnalysis;

namespace GrpcSdk.Generators.Paging;

/// <summary>Descriptors of GSDK60xx.</summary>
internal static class PagingRules
{
    public static readonly DiagnosticDescriptor NearMiss = Descriptors.Create(
        "GSDK6001",
        "RPC looks paginated but has no pager",
        "'{0}' looks like a paginated list, but has no '{0}Paged': {1}",
        DiagnosticSeverity.Info);

    public static readonly DiagnosticDescriptor UnknownName = Descriptors.Create(
        "GSDK6002",
        "GrpcPage names something that does not exist",
        "[GrpcPage] for '{0}': {1}",
        DiagnosticSeverity.Warning);
}
