using System.Text.RegularExpressions;
using GrpcSdk.Schema.Model;
using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Lint.Own;

/// <summary>
/// DEPRECATED_SAYS_WHAT_TO_USE: the comment of what is deprecated has a word on what to use instead, or on why there is
/// nothing: it becomes the documentation beside <c>[Obsolete]</c>.
/// </summary>
internal sealed class DeprecatedSaysWhat : LintRule
{
    private static readonly Regex Advice = new(
        @"\b(use[ds]?|using|instead|replac\w*|prefer\w*|supersed\w*|see|migrat\w*|moved|renamed|switch\w*|favou?r|obsoleted|in terms of|no longer|not (be )?(used|supported|needed|set)|removed?|ignored|unused|no effect|now|never|disabled|unimplemented|not populated|converts? to|because|due to|as part of)\b|\[[\w.]+\]",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    public override string Name => "DEPRECATED_SAYS_WHAT_TO_USE";

    public override void Check(LintContext context, LintReport report)
    {
        Check("message", context.Messages, message => message.Descriptor.Options?.Deprecated, report);
        Check("field", context.Fields, field => field.Descriptor.Options?.Deprecated, report);
        Check("enum", context.Enums, declaration => declaration.Descriptor.Options?.Deprecated, report);
        Check("enum value", context.Enums.SelectMany(declaration => declaration.Values), value => value.Descriptor.Options?.Deprecated, report);
        Check("service", context.Services, service => service.Descriptor.Options?.Deprecated, report);
        Check("RPC", context.Methods, method => method.Descriptor.Options?.Deprecated, report);
    }

    private static void Check<T>(string kind, IEnumerable<T> elements, Func<T, bool?> isDeprecated, LintReport report)
        where T : ProtoElement
    {
        foreach (var element in elements.Where(element => isDeprecated(element) == true))
        {
            // What is in something deprecated need not say it again.
            var isCovered = element.Parent is ProtoMessage { Descriptor.Options.Deprecated: true } or ProtoEnum { Descriptor.Options.Deprecated: true } or ProtoService { Descriptor.Options.Deprecated: true };
            if (!isCovered && !Advice.IsMatch(element.LeadingComment) && !Advice.IsMatch(element.TrailingComment))
            {
                report(element.NameLocation, $"Deprecated {kind} {Quote(element.Name)} should say in its comment what to use instead.");
            }
        }
    }
}
