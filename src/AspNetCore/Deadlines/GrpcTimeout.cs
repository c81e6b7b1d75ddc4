using System.Globalization;

namespace GrpcSdk.AspNetCore;

/// <summary>The value of the <c>grpc-timeout</c> header: up to eight digits and a unit (PROTOCOL-HTTP2.md).</summary>
internal static class GrpcTimeout
{
    private const long MaxValue = 99_999_999;

    internal static TimeSpan? Parse(string? text)
    {
        if (text is null || text.Length is < 2 or > 9)
        {
            return null;
        }

        var value = 0L;
        foreach (var digit in text.AsSpan(0, text.Length - 1))
        {
            if (!char.IsAsciiDigit(digit))
            {
                return null;
            }

            value = (value * 10) + (digit - '0');
        }

        // Hours in eight digits are more than a TimeSpan of ticks can hold only beyond 900 million: no overflow here.
        return text[^1] switch
        {
            'H' => TimeSpan.FromHours(value),
            'M' => TimeSpan.FromMinutes(value),
            'S' => TimeSpan.FromSeconds(value),
            'm' => TimeSpan.FromMilliseconds(value),
            'u' => TimeSpan.FromMicroseconds(value),
            'n' => TimeSpan.FromTicks((value + 99) / TimeSpan.NanosecondsPerTick),
            _ => null,
        };
    }

    internal static string Format(TimeSpan timeout)
    {
        var milliseconds = (long)Math.Ceiling(timeout.TotalMilliseconds);
        return milliseconds <= MaxValue
            ? string.Create(CultureInfo.InvariantCulture, $"{milliseconds}m")
            : string.Create(CultureInfo.InvariantCulture, $"{Math.Min((long)timeout.TotalSeconds, MaxValue)}S");
    }
}
