using GrpcSdk.Schema.Model;
using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Lint;

/// <summary>
/// RPC_REQUEST_RESPONSE_UNIQUE: every RPC has request and response types of its own, so that each can evolve alone.
/// google.protobuf.Empty may be allowed in either role.
/// </summary>
internal sealed class RpcRequestResponseUnique : LintRule
{
    private const string Empty = "google.protobuf.Empty";

    public override string Name => "RPC_REQUEST_RESPONSE_UNIQUE";

    public override void Check(LintContext context, LintReport report)
    {
        var options = context.Options;
        foreach (var method in context.Methods.Where(method => method.InputType == method.OutputType))
        {
            var emptyIsFine = method.InputType == Empty && options.RpcAllowEmptyRequests && options.RpcAllowEmptyResponses;
            if (!options.RpcAllowSameRequestResponse && !emptyIsFine)
            {
                report(method.Declaration, $"RPC {Quote(method.Name)} has the same type {Quote(method.InputType)} for the request and response.");
            }
        }

        foreach (var use in Uses(context).GroupBy(use => use.Type, StringComparer.Ordinal))
        {
            CheckShared(use.Key, use, options, report);
        }
    }

    private static void CheckShared(
        string type, IEnumerable<(string Type, bool IsRequest, ProtoMethod Method)> uses, LintOptions options, LintReport report)
    {
        var (requests, responses) = type == Empty
            ? (!options.RpcAllowEmptyRequests, !options.RpcAllowEmptyResponses)
            : (true, true);
        var methods = uses.Where(use => use.IsRequest ? requests : responses).Select(use => use.Method).Distinct().ToList();
        if (methods.Count > 1)
        {
            var role = requests && responses ? "request or response type" : requests ? "request" : "response";
            foreach (var method in methods)
            {
                report(method.Declaration, $"{Quote(type)} is used as the {role} for multiple RPCs.");
            }
        }
    }

    private static IEnumerable<(string Type, bool IsRequest, ProtoMethod Method)> Uses(LintContext context) =>
        context.Methods.SelectMany(method => new[] { (method.InputType, true, method), (method.OutputType, false, method) });
}
