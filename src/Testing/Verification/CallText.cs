// Calls and messages in words, for failure messages. Headers stay out: they carry tokens.
using System.Text;
using Google.Protobuf;
using Grpc.Core;

namespace GrpcSdk.Testing;

/// <summary>Describes calls.</summary>
internal static class CallText
{
    private const int LongestMessage = 400;
    private const int MostMessages = 5;

    public static string Of(IMessage message)
    {
        var json = JsonFormatter.ToDiagnosticString(message);
        return json.Length <= LongestMessage ? json : $"{json.AsSpan(0, LongestMessage)}… ({json.Length} characters)";
    }

    public static string Of(RpcCall call)
    {
        var requests = call.RequestMessages;
        var text = new StringBuilder($"#{call.Number} {call.Method}(");
        text.AppendJoin(", ", requests.Take(MostMessages).Select(Of));
        if (requests.Count > MostMessages)
        {
            text.Append($", … {requests.Count} requests");
        }

        text.Append(')');
        if (call.TimeToDeadline is { } left)
        {
            text.Append($" with {left.TotalSeconds:0.###} s to its deadline");
        }

        return text.Append(" → ").Append(Of(call.Status)).ToString();
    }

    public static string Of(Status? status) => status switch
    {
        null => "in progress",
        { StatusCode: StatusCode.OK } => "OK",
        { Detail: { Length: > 0 } detail } failure => $"{failure.StatusCode} \"{detail}\"",
        { } failure => failure.StatusCode.ToString(),
    };

    /// <summary>A list of calls, one a line, or the words for none.</summary>
    public static string List(IReadOnlyCollection<RpcCall> calls) =>
        calls.Count == 0 ? "  (none)" : string.Join('\n', calls.Select(c => $"  {Of(c)}"));
}
