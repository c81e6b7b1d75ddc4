using GrpcSdk.Generators.Batching;
using GrpcSdk.Generators.Common;
using GrpcSdk.Generators.Helpers;
using GrpcSdk.Generators.Operations;
using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Lint.Own;

/// <summary>BATCH_NEAR_MISS: an RPC that is called a batch has the shape of one (AIP-231, 233, 234, 235), so that its helpers are generated.</summary>
internal sealed class BatchNearMiss : LintRule
{
    public override string Name => "BATCH_NEAR_MISS";

    public override void Check(LintContext context, LintReport report)
    {
        foreach (var service in context.Services)
        {
            if (!service.Methods.Any(method => BatchDetector.VerbOf(method.Name) is not null))
            {
                continue;
            }

            var client = context.Shapes.Read(service);
            foreach (var method in service.Methods)
            {
                if (client.Rpcs.FirstOrDefault(rpc => rpc.Name == method.Name) is { } rpc && Missing(rpc, client) is { } reason)
                {
                    report(method.NameLocation, $"RPC {Quote(method.Name)} is called a batch, but gets no batch helper: {reason}.");
                }
            }
        }
    }

    /// <summary>What keeps the detector from taking it; <see langword="null"/> when nothing does, or when it is no batch at all.</summary>
    private static string? Missing(RpcShape rpc, ClientShape client)
    {
        var isOther = rpc.Rpc.Kind != RpcKind.Unary
            || BatchDetector.VerbOf(rpc.Name) is null
            || OperationDetector.FindMessage(rpc.Response, client) is not null
            || rpc.Response.Name == "Operation"
            || BatchDetector.Detect(rpc, client) is not null;
        return isOther ? null
            : BatchDetector.FindKeys(rpc.Request) is null
                ? "the request has no repeated \"requests\", \"names\" or field of ids"
            : rpc.Response.Fields.Any(field => !field.IsSingle)
                ? "the response has several fields that could hold the items, or none of them holds messages"
            : "the response has no repeated field or map that holds the items";
    }
}
