namespace GrpcSdk.Schema.Breaking;

/// <summary>MESSAGE_NO_DELETE: a file keeps its messages, nested ones and the entries of maps too.</summary>
internal sealed class MessageNoDelete : BreakingRule
{
    public override string Name => "MESSAGE_NO_DELETE";

    public override void Check(BreakingContext context, BreakingReport report) =>
        DeletedDeclarations.ReportByFile(context, report, "message", file => file.AllMessages);
}
