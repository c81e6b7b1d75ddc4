using Google.Protobuf.Reflection;
using GrpcSdk.Schema.Model;
using GrpcSdk.Schema.Text;
using static GrpcSdk.Schema.Breaking.RpcText;
using static GrpcSdk.Schema.Text.GoText;
using Level = Google.Protobuf.Reflection.MethodOptions.Types.IdempotencyLevel;

namespace GrpcSdk.Schema.Breaking;

/// <summary>RPC_SAME_IDEMPOTENCY_LEVEL: what callers may retry stays the same.</summary>
internal sealed class RpcSameIdempotencyLevel : BreakingRule
{
    public override string Name => "RPC_SAME_IDEMPOTENCY_LEVEL";

    public override void Check(BreakingContext context, BreakingReport report)
    {
        foreach (var (previous, current) in context.Methods)
        {
            var (before, after) = (LevelOf(previous), LevelOf(current));
            if (before != after)
            {
                report(
                    current.OptionLocation(MethodOptions.IdempotencyLevelFieldNumber).Or(current.File.Whole),
                    previous.File,
                    $"{Describe(current)} changed option \"idempotency_level\" from {Quote(ProtoNames.Of(before))} to {Quote(ProtoNames.Of(after))}.");
            }
        }
    }

    private static Level LevelOf(ProtoMethod method) => method.Descriptor.Options?.IdempotencyLevel ?? Level.IdempotencyUnknown;
}
