using GrpcSdk.Generators.Helpers;
using GrpcSdk.Generators.Operations;
using GrpcSdk.Schema.Model;
using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Lint.Own;

/// <summary>
/// OPERATION_NEAR_MISS: a message that an RPC returns and that says whether work is done has the whole shape of an
/// operation (AIP-151), so that its helpers are generated.
/// </summary>
internal sealed class OperationNearMiss : LintRule
{
    public override string Name => "OPERATION_NEAR_MISS";

    public override void Check(LintContext context, LintReport report)
    {
        foreach (var service in context.Services)
        {
            var client = context.Shapes.Read(service);
            foreach (var message in service.Methods.Select(method => context.Shapes.Find(method.OutputType)).OfType<ProtoMessage>().Distinct())
            {
                if (context.Holds(message.File) && Missing(context.Shapes.Read(message), client) is { } reason)
                {
                    report(message.NameLocation, $"Message {Quote(message.Name)} looks like a long-running operation, but gets no operation helpers: {reason}.");
                }
            }
        }
    }

    private static string? Missing(MessageShape message, ClientShape client)
    {
        var done = message.Find("Done");
        var error = message.Find("Error");
        var result = message.Find("Response") ?? message.Find("Result");
        if (done is not { IsSingle: true, Kind: FieldKind.Bool }
            || (error is null && result is null && !message.Name.EndsWith("Operation", StringComparison.Ordinal))
            || OperationDetector.FindMessage(message, client) is not null)
        {
            return null;
        }

        return OperationDetector.FindName(message) is null ? "it has no string \"name\" or \"id\" to ask for it by"
            : error is not { Kind: FieldKind.Message } ? "it has no \"error\" that holds a google.rpc.Status"
            : result is not { Kind: FieldKind.Message } ? "it has no \"response\" or \"result\" that holds a message"
            : error.Oneof.Length == 0 || error.Oneof != result.Oneof ? "\"error\" and the result do not share a oneof"
            : "\"error\" is no status with \"code\" and \"message\"";
    }
}
