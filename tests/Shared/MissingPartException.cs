// Something that only some machines have is not there: tests that need it are skipped with this message.

namespace GrpcSdk.Tests.Shared;

/// <param name="message">What is missing and how to get it, in one sentence.</param>
internal sealed class MissingPartException(string message) : Exception(message)
{
    /// <summary>Names parts ("node", "postgres", "redis-server", "browser") that are to be taken for missing: so tests see what happens without them.</summary>
    public const string HiddenVariable = "GRPCSDK_TESTS_WITHOUT";

    /// <summary>Whether somebody wants to see what happens without this part.</summary>
    public static bool IsHidden(string part) => (Environment.GetEnvironmentVariable(HiddenVariable) ?? "").Split(',').Contains(part);
}
