using System.Text.RegularExpressions;
using GrpcSdk.Generators.Common;
using GrpcSdk.Generators.Streams;
using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Lint.Own;

/// <summary>
/// STREAM_CAN_RESUME: the request of a server stream can ask for what comes after the last item that was received, so
/// that a broken connection loses nothing. docs/paging.md lists the names that the helpers recognise. A stream of what the
/// request holds (BatchX) can be asked for again, and so can one whose items have no place: an answer in parts, a greeting.
/// </summary>
internal sealed class StreamCanResume : LintRule
{
    /// <summary>Ways to say where to begin that no helper recognises, but a caller may use.</summary>
    private static readonly Regex Place = new(
        "^(Resume|Start|After|Since|From|Continuation|Begin)|(Offset|Token|Tokens|Cursor|Checkpoint|Marker|Position|Version)$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    /// <summary>Streams that end when their caller leaves.</summary>
    private static readonly Regex Endless = new("^(Watch|Subscribe|Tail|Follow|Listen|Observe|Monitor|Consume)(?![a-z])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    /// <summary>What says which item it is.</summary>
    private static readonly Regex ItemPlace = new("^(Id|Seq|Sequence|Revision)$|(Offset|Position|Cursor|Token|Sequence|SequenceNumber|Version|EventId|MessageId)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    public override string Name => "STREAM_CAN_RESUME";

    public override void Check(LintContext context, LintReport report)
    {
        foreach (var method in context.Methods.Where(method => method.Descriptor is { ServerStreaming: true, ClientStreaming: false }))
        {
            if (context.Shapes.Read(method) is { Rpc.Kind: RpcKind.ServerStreaming } rpc
                && StreamDetector.Resume(rpc) is null
                && (Endless.IsMatch(method.Name) || rpc.Response.Fields.Any(field => field.IsSingle && ItemPlace.IsMatch(field.Name)))
                && !method.Name.StartsWith("Batch", StringComparison.Ordinal)
                && !rpc.Request.Fields.Any(field => Place.IsMatch(field.Name)))
            {
                report(method.NameLocation, $"RPC {Quote(method.Name)} cannot go on after a break; give the request a field such as \"resume_token\" that the items carry, too.");
            }
        }
    }
}
