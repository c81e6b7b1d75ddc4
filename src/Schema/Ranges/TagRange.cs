using System.Globalization;

namespace GrpcSdk.Schema.Ranges;

/// <summary>Numbers from a start to an end, both inclusive.</summary>
internal readonly record struct TagRange(int Start, int End)
{
    /// <summary>The range as buf prints it: <c>[7]</c>, <c>[1,5]</c>, <c>[1000,max]</c>.</summary>
    public string ToText(int max)
    {
        var end = End == max ? "max" : End.ToString(CultureInfo.InvariantCulture);
        return Start == End ? $"[{end}]" : $"[{Start.ToString(CultureInfo.InvariantCulture)},{end}]";
    }
}
