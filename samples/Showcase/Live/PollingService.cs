// Wakes everybody every second where replicas share a database, but no Redis through which they could wake each other.

namespace Showcase.Live;

internal sealed class PollingService(LocalNotifier local, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await Task.Delay(Patience, time, stoppingToken);
            local.NotifyAll();
        }
    }
}
