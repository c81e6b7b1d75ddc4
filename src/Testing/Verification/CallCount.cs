// How often a call is expected.
namespace GrpcSdk.Testing;

/// <summary>A number of calls that a verification accepts. An <see cref="int"/> converts to exactly that many.</summary>
public readonly record struct CallCount
{
    private readonly int _least;
    private readonly int _most;

    private CallCount(int least, int most)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(least);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, least);
        (_least, _most) = (least, most);
    }

    /// <summary>No call.</summary>
    public static CallCount Never { get; } = Exactly(0);

    /// <summary>One call.</summary>
    public static CallCount Once { get; } = Exactly(1);

    /// <summary>Exactly so many calls.</summary>
    /// <param name="count">The number.</param>
    public static CallCount Exactly(int count) => new(count, count);

    /// <summary>So many calls or more.</summary>
    /// <param name="count">The least number.</param>
    public static CallCount AtLeast(int count) => new(count, int.MaxValue);

    /// <summary>So many calls or fewer.</summary>
    /// <param name="count">The greatest number.</param>
    public static CallCount AtMost(int count) => new(0, count);

    /// <summary>A number of calls within a range.</summary>
    /// <param name="least">The least number.</param>
    /// <param name="most">The greatest number.</param>
    public static CallCount Between(int least, int most) => new(least, most);

    /// <summary>Exactly so many calls.</summary>
    /// <param name="count">The number.</param>
    public static implicit operator CallCount(int count) => Exactly(count);

    /// <summary>The number in words: <c>exactly 1 call</c>.</summary>
    public override string ToString() => (_least, _most) switch
    {
        (0, 0) => "no call",
        (var least, var most) when least == most => $"exactly {Calls(least)}",
        (var least, int.MaxValue) => $"at least {Calls(least)}",
        (0, var most) => $"at most {Calls(most)}",
        (var least, var most) => $"between {least} and {Calls(most)}",
    };

    internal bool Accepts(int count) => count >= _least && count <= _most;

    private static string Calls(int count) => count == 1 ? "1 call" : $"{count} calls";
}
