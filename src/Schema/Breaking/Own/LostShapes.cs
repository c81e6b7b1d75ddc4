using GrpcSdk.Generators.Helpers;
using GrpcSdk.Schema.Model;
using GrpcSdk.Schema.Shapes;
using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Breaking.Own;

/// <summary>Finds RPCs for which the generators made a helper before and make none any more.</summary>
internal static class LostShapes
{
    /// <summary>Reports each, at the RPC.</summary>
    /// <param name="context">Both schemas.</param>
    /// <param name="report">Where to report.</param>
    /// <param name="has">Whether an RPC has the shape.</param>
    /// <param name="what">What the RPC is no longer, and what that costs.</param>
    public static void Report(BreakingContext context, BreakingReport report, Func<RpcShape, ClientShape, bool> has, string what)
    {
        var (before, after) = (new ShapeReader(context.Previous), new ShapeReader(context.Current));
        foreach (var (previous, current) in context.Methods)
        {
            if (Has(before, previous, has) && !Has(after, current, has))
            {
                report(current.NameLocation, previous.File, $"RPC {Quote(current.Name)} on service {Quote(current.Service.Name)} is no longer {what}.");
            }
        }
    }

    private static bool Has(ShapeReader reader, ProtoMethod method, Func<RpcShape, ClientShape, bool> has) =>
        reader.Read(method) is { } rpc && has(rpc, reader.Read(method.Service));
}
