namespace GrpcSdk.Tool;

/// <summary>Exit codes; those of buf, so that scripts can take either.</summary>
internal static class ExitCode
{
    public const int Ok = 0;

    /// <summary>The command could not do its work.</summary>
    public const int Failure = 1;

    /// <summary>The rules found something.</summary>
    public const int Findings = 100;
}
