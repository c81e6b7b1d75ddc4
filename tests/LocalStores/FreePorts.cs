// Ports for servers that cannot take one by themselves.

namespace GrpcSdk.LocalStores;

internal static class FreePorts
{
    private const int Attempts = 10;

    /// <summary>Starts a server on a port that nobody has, outside the range that the system hands out: it is still free when the server comes back.</summary>
    /// <exception cref="InvalidOperationException">It does not start; what it said at the last attempt.</exception>
    public static async Task TryAsync(Func<int, Task> start)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await start(Random.Shared.Next(20_000, 32_000));
                return;
            }
            catch (InvalidOperationException) when (attempt < Attempts)
            {
                // The port had an owner.
            }
        }
    }
}
