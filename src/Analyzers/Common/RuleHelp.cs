// The page of a rule: every descriptor links to it, and a test asserts that it exists.
namespace GrpcSdk.Analyzers.Common;

internal static class RuleHelp
{
    public static string Link(string id) => $"https://github.com/grpcsdk/grpcsdk/blob/main/docs/rules/{id}.md";
}
