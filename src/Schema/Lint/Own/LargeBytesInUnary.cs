using System.Text.RegularExpressions;
using Google.Protobuf.Reflection;
using GrpcSdk.Schema.Model;
using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Lint.Own;

/// <summary>
/// LARGE_BYTES_IN_UNARY: bytes that are content, by their name, are streamed in chunks. A unary message is held in memory
/// as a whole on both sides, and above 4 MiB the receiver refuses it by default. A comment that names a limit settles it,
/// and so does a streaming form of the RPC beside it.
/// </summary>
internal sealed class LargeBytesInUnary : LintRule
{
    /// <summary>What a name can be, or end with.</summary>
    private static readonly string[] Contents =
        ["content", "contents", "file", "image", "photo", "picture", "audio", "video", "media", "document", "attachment", "archive", "pdf"];

    /// <summary>What a name can be in the message itself; deeper, or with a word in front, it is something small, such as <c>public_key_data</c>.</summary>
    private static readonly string[] Vague = ["data", "blob", "body", "payload"];

    /// <summary>The author has thought of the size.</summary>
    private static readonly Regex Limit = new(
        @"\d\s*([KMG]i?B|kilobytes|megabytes|bytes)\b|\b(limit\w*|at most|maximum|no (more|larger|longer) than|smaller than)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    /// <summary>What is signed or random is small.</summary>
    private static readonly Regex Small = new("(Sign|Mac|Random|Attestation|Digest|Hash)(?![a-z])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    public override string Name => "LARGE_BYTES_IN_UNARY";

    public override void Check(LintContext context, LintReport report)
    {
        var reported = new HashSet<ProtoField>();
        foreach (var method in context.Methods.Where(method => !IsStreaming(method) && !method.Service.Methods.Any(other => IsStreaming(other) && IsFormOf(other.Name, method.Name))))
        {
            foreach (var field in BytesOf(method.InputType, context).Concat(BytesOf(method.OutputType, context)))
            {
                var isOwn = field.ContainingTypeName == method.InputType || field.ContainingTypeName == method.OutputType;
                if (context.Holds(field.File) && IsContent(field.Name, isOwn) && !Small.IsMatch(field.Message!.Name) && !Limit.IsMatch(field.LeadingComment + field.TrailingComment) && reported.Add(field))
                {
                    report(field.NameLocation, $"Field {Quote(field.Name)} of message {Quote(field.Message.Name)} travels whole in unary RPC {Quote(method.Name)}; stream content of any size in chunks.");
                }
            }
        }
    }

    private static bool IsStreaming(ProtoMethod method) => method.Descriptor.ClientStreaming || method.Descriptor.ServerStreaming;

    /// <summary><c>StreamingRecognize</c> streams what <c>Recognize</c> sends at once.</summary>
    private static bool IsFormOf(string streaming, string unary) =>
        streaming.Replace("Streaming", "").Replace("Stream", "") is { Length: > 0 } rest && rest.Length < streaming.Length && unary.StartsWith(rest, StringComparison.Ordinal);

    /// <summary>Of the message itself and of the resource in it.</summary>
    private static IEnumerable<ProtoField> BytesOf(string type, LintContext context) =>
        context.Shapes.Find(type) is not { } message ? []
            : message.Fields
                .Where(field => field.Descriptor.Type == FieldDescriptorProto.Types.Type.Message && field.Descriptor.Label != FieldDescriptorProto.Types.Label.Repeated)
                .Select(field => context.Shapes.Find(field.TypeName))
                .OfType<ProtoMessage>()
                .Prepend(message)
                .Distinct()
                .SelectMany(inner => inner.Fields)
                .Where(field => field.Descriptor.Type == FieldDescriptorProto.Types.Type.Bytes);

    private static bool IsContent(string name, bool isOwn) =>
        (isOwn && Vague.Contains(name)) || Contents.Any(content => name == content || name.EndsWith("_" + content, StringComparison.Ordinal));
}
