using System.Text.RegularExpressions;
using GrpcSdk.Generators.Paging;
using GrpcSdk.Schema.Naming;
using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Lint.Own;

/// <summary>PAGINATION_NEAR_MISS: an RPC that looks like a paginated list is one (AIP-158), so that its pager is generated.</summary>
internal sealed class PaginationNearMiss : LintRule
{
    /// <summary>The detector speaks of C# properties; here the fields are wanted.</summary>
    private static readonly Regex Property = new("'(?<name>[A-Za-z0-9.]+)'", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    public override string Name => "PAGINATION_NEAR_MISS";

    public override void Check(LintContext context, LintReport report)
    {
        foreach (var method in context.Methods)
        {
            if (context.Shapes.Read(method) is { } rpc && PageDetector.Detect(rpc, context.Shapes.Read(method.Service)).NearMiss is { } reason)
            {
                var words = Property.Replace(reason, match => Quote(string.Join(".", match.Groups["name"].Value.Split('.').Select(StringCase.LowerSnake))));
                report(method.NameLocation, $"RPC {Quote(method.Name)} looks like a paginated list, but gets no pager: {words}.");
            }
        }
    }
}
