using System.Text.RegularExpressions;
using GrpcSdk.Generators.Batching;
using GrpcSdk.Generators.Common;
using GrpcSdk.Generators.Helpers;
using GrpcSdk.Generators.Paging;
using GrpcSdk.Paging;
using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Lint.Own;

/// <summary>
/// LIST_HAS_PAGES: an RPC that lists, by its name, returns pages (AIP-158), or lets the caller set a limit. A list of
/// what the request names one by one is as long as the request.
/// </summary>
internal sealed class ListHasPages : LintRule
{
    private const string Status = "global::Google.Rpc.Status";

    private static readonly string[] Verbs = ["List", "Search", "Query", "Find", "Scan", "Enumerate", "GetAll"];

    private static readonly Regex Limit = new("^Max|^Limit|(Limit|Size|Count)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    /// <summary>A word of its own: ListBatches lists batches.</summary>
    private static readonly Regex SeveralAtOnce = new("(Batch|Bulk|Multi|Many)(?![a-z])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    public override string Name => "LIST_HAS_PAGES";

    public override void Check(LintContext context, LintReport report)
    {
        foreach (var method in context.Methods.Where(method => Lists(method.Name)))
        {
            if (context.Shapes.Read(method) is { Rpc.Kind: RpcKind.Unary } rpc
                && !IsBounded(rpc.Request)
                && !AnswersOneByOne(method.Name, rpc.Request)
                && rpc.Response.Fields.FirstOrDefault(field => field is { IsSingle: false, Kind: FieldKind.Message } && field.Type != Status) is { } items
                && PageDetector.Detect(rpc, context.Shapes.Read(method.Service)) == PageFinding.Nothing)
            {
                var name = context.Shapes.Find(method.OutputType)!.Fields.First(field => field.Number == items.Number).Name;
                report(method.NameLocation, $"RPC {Quote(method.Name)} returns all of {Quote(name)} at once; add page_size, page_token and next_page_token while nobody depends on it.");
            }
        }
    }

    private static bool Lists(string name) =>
        Verbs.Any(verb => name.StartsWith(verb, StringComparison.Ordinal) && (name.Length == verb.Length || !char.IsLower(name[verb.Length])));

    private static bool IsBounded(MessageShape request) =>
        request.Fields.Any(field => field is { IsSingle: true, IsInteger: true } && (PageFieldNames.Size.Contains(field.Name) || Limit.IsMatch(field.Name)))
        || BatchDetector.FindKeys(request) is not null;

    /// <summary><c>SearchBatch</c>: each result answers one of the queries that the request holds.</summary>
    private static bool AnswersOneByOne(string name, MessageShape request) =>
        SeveralAtOnce.IsMatch(name) && request.Fields.Any(field => field is { IsSingle: false, Kind: FieldKind.Message });
}
