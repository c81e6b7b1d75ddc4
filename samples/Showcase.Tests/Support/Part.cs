// What a fixture starts. A skip thrown in a fixture's InitializeAsync is a failure of all its tests in xunit v3; so what this
// machine lacks is remembered there, and skips the tests that ask for the part.

namespace Showcase.Tests.Support;

internal sealed class Part<T>
    where T : class
{
    private string? _missing;

    /// <summary>The part, for a test: skips it when the part is missing.</summary>
    public T Value
    {
        get
        {
            Assert.SkipWhen(_missing is not null, _missing ?? "");
            return Started ?? throw new InvalidOperationException("The fixture has not started.");
        }
    }

    /// <summary>The part, for another fixture.</summary>
    /// <exception cref="MissingPartException">It is missing.</exception>
    public T Needed => _missing is null ? Value : throw new MissingPartException(_missing);

    /// <summary>The part; null when it is missing or did not start.</summary>
    public T? Started { get; private set; }

    /// <summary>Starts a part within a test: skips it when the part is missing.</summary>
    public static async Task<T> ForTestAsync(Func<Task<T>> start)
    {
        var part = new Part<T>();
        await part.StartAsync(start);
        return part.Value;
    }

    /// <summary>For <see cref="IAsyncLifetime.InitializeAsync"/>: starts the part, or remembers why it cannot be there.</summary>
    public async Task StartAsync(Func<Task<T>> start)
    {
        try
        {
            Started = await start();
        }
        catch (MissingPartException missing)
        {
            _missing = missing.Message;
        }
    }
}
