using GrpcSdk.Schema.Model;
using GrpcSdk.Schema.Options;
using GrpcSdk.Schema.Pairing;
using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Breaking.Own;

/// <summary>
/// HTTP_SAME_BINDING: every binding of <c>google.api.http</c> stays: verb, path and body. What a variable of the path is
/// called is no matter to callers; bindings may be added.
/// </summary>
internal sealed class HttpSameBinding : BreakingRule
{
    public override string Name => "HTTP_SAME_BINDING";

    public override void Check(BreakingContext context, BreakingReport report)
    {
        var requests = Pairs.Index(context.Previous.SelectMany(file => file.AllMessages), message => message.FullName);
        var currentRequests = Pairs.Index(context.Current.SelectMany(file => file.AllMessages), message => message.FullName);
        foreach (var (previous, current) in context.Methods)
        {
            var bindings = HttpBinding.Of(current.Descriptor).Select(binding => KeyOf(binding, current, currentRequests)).ToList();
            foreach (var lost in HttpBinding.Of(previous.Descriptor).Where(binding => !bindings.Contains(KeyOf(binding, previous, requests))))
            {
                report(
                    current.OptionLocation(HttpBinding.Extension).Or(current.NameLocation),
                    previous.File,
                    $"RPC {Quote(current.Name)} on service {Quote(current.Service.Name)} lost its HTTP binding {Quote(lost.ToString())}.");
            }
        }
    }

    /// <summary>The body's field by number: in JSON the body is its content, not its name.</summary>
    private static (string Verb, string Path, string Body, string ResponseBody) KeyOf(HttpBinding binding, ProtoMethod method, Dictionary<string, ProtoMessage> messages)
    {
        var number = messages.TryGetValue(method.InputType, out var request) ? request.Fields.FirstOrDefault(field => field.Name == binding.Body)?.Number : null;
        return (binding.Verb, binding.Template, number is { } known ? FieldText.Number(known) : binding.Body, binding.ResponseBody);
    }
}
