namespace GrpcSdk.AspNetCore;

/// <summary>
/// What of an exception may come into a log or a span; nothing else here decides that. Types and stack always may, texts
/// only when the application allows it: they carry connection strings, tokens and personal data.
/// </summary>
/// <param name="Types">The type, with those of the inner exceptions.</param>
/// <param name="Message">The text; <see langword="null"/> when it must not be seen.</param>
/// <param name="StackTrace">Where it was thrown.</param>
internal sealed record LoggedException(string Types, string? Message, string? StackTrace)
{
    /// <summary>The text for the end of a line: empty, or a colon and the text.</summary>
    internal string Suffix => Message is null ? "" : ": " + Message;

    public override string ToString() => $"{Types}{Suffix}\n{StackTrace}";

    internal static LoggedException Of(Exception error, GrpcTelemetryOptions options) =>
        new(TypesOf(error), options.RecordExceptionMessages ? error.Message : null, error.StackTrace);

    private static string TypesOf(Exception error) =>
        error.InnerException is { } inner ? $"{error.GetType().FullName} ({TypesOf(inner)})" : error.GetType().FullName!;
}
