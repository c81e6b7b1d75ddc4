// A line of the log, between Serilog's compact JSON and the messages of acme.logs.v1.

using System.Globalization;
using System.Text.Json;
using Acme.Logs.V1;
using Google.Protobuf.WellKnownTypes;
using Showcase.Live;

namespace Showcase.Logs;

internal static class LogLine
{
    public const char TokenKind = 'l';

    /// <summary>The levels, from the least to the most severe.</summary>
    public static readonly string[] Levels = ["trace", "debug", "information", "warning", "error", "critical"];

    /// <summary>Reads a line. The position is that after it.</summary>
    public static LogEntry Parse(string line, long position)
    {
        using var json = JsonDocument.Parse(line);
        var entry = new LogEntry { Level = "information", ResumeToken = ResumeToken.Of(TokenKind, position) };
        foreach (var property in json.RootElement.EnumerateObject())
        {
            var value = property.Value.ValueKind == JsonValueKind.String ? property.Value.GetString()! : property.Value.GetRawText();
            switch (property.Name)
            {
                case "@t":
                    entry.Timestamp = DateTime.Parse(value, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal).ToTimestamp();
                    break;
                case "@m":
                    entry.Message = value;
                    break;
                case "@l":
                    entry.Level = LevelOf(value);
                    break;
                case "SourceContext":
                    entry.ServiceName = value;
                    break;
                default:
                    entry.Attributes[property.Name.TrimStart('@')] = value;
                    break;
            }
        }

        return entry;
    }

    private static string LevelOf(string serilog) => serilog switch
    {
        "Verbose" => "trace",
        "Fatal" => "critical",
        _ => serilog.ToLowerInvariant(),
    };
}
