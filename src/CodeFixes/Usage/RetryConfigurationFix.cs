// Fix of GSDK3005: adds what the policy lacks, with the values of the gRPC documentation, or raises the limit of the channel.
using System.Composition;
using GrpcSdk.Analyzers.Usage;
using GrpcSdk.CodeFixes.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace GrpcSdk.CodeFixes.Usage;

[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
internal sealed class RetryConfigurationFix() : UsageCodeFix(UsageIds.RetryConfiguration, "Complete the retry configuration")
{
    protected override bool CanFix(FixTarget target) => Edit(target) is not null;

    protected override void Fix(SyntaxEditor editor, FixTarget target)
    {
        var (creation, names) = Edit(target)!.Value;
        var assignments = names.Select(name => name
            .Replace("TimeSpan", editor.NameOf(target, "System.TimeSpan"))
            .Replace("StatusCode.", editor.NameOf(target, "Grpc.Core.StatusCode") + ".")).ToArray();
        editor.ReplaceNode(creation, (current, _) => Initializers.With((ObjectCreationExpressionSyntax)current, assignments));
    }

    private static (ObjectCreationExpressionSyntax Creation, IReadOnlyList<string> Assignments)? Edit(FixTarget target)
    {
        var properties = target.Diagnostic.Properties;
        if (properties.TryGetValue(RetryConfigurationRule.Missing, out var missing) && target.Node is ObjectCreationExpressionSyntax policy)
        {
            return (policy, [.. missing!.Split(',').Select(Default)]);
        }

        if (properties.TryGetValue(RetryConfigurationRule.Capped, out var attempts) && Options(target) is { } options)
        {
            return (options, [$"MaxRetryAttempts = {attempts}"]);
        }

        return null;
    }

    private static string Default(string property) => property switch
    {
        "MaxAttempts" => "MaxAttempts = 5",
        "InitialBackoff" => "InitialBackoff = TimeSpan.FromSeconds(1)",
        "MaxBackoff" => "MaxBackoff = TimeSpan.FromSeconds(5)",
        "BackoffMultiplier" => "BackoffMultiplier = 1.5",
        _ => "RetryableStatusCodes = { StatusCode.Unavailable }",
    };

    /// <summary>The options of the channel in the same member, when they do not set a limit yet.</summary>
    private static ObjectCreationExpressionSyntax? Options(FixTarget target)
    {
        var member = target.Node.Ancestors().FirstOrDefault(node => node is MemberDeclarationSyntax and not GlobalStatementSyntax) ?? target.Node.SyntaxTree.GetRoot(target.Cancellation);
        var options = member.DescendantNodes().OfType<ObjectCreationExpressionSyntax>()
            .Where(creation => target.Model.GetTypeInfo(creation, target.Cancellation).Type is { Name: "GrpcChannelOptions" })
            .ToArray();
        return options is [{ Initializer: { } initializer } only] && !initializer.ToString().Contains("MaxRetryAttempts") ? only : null;
    }
}
