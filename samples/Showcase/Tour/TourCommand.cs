// Starts a host on a free port with an empty database, walks through it, and reports.

using Showcase.Hosting;
using Spectre.Console;

namespace Showcase.Tour;

internal static class TourCommand
{
    /// <returns>0 when every step saw what it must, else 1.</returns>
    public static Task<int> RunAsync(CancellationToken cancellationToken) =>
        RunAsync(TourGuide.Steps, AnsiConsole.Console, new TourStores(new ConfigurationBuilder().AddEnvironmentVariables().Build()), cancellationToken);

    /// <inheritdoc cref="RunAsync(CancellationToken)"/>
    public static async Task<int> RunAsync(IReadOnlyList<TourStep> steps, IAnsiConsole console, TourStores stores, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("grpcsdk-tour-");
        try
        {
            await using var databases = stores;
            var options = new ShowcaseOptions(Port: 0, Path.Combine(folder.FullName, "tour.db"), Quiet: true, Environment: Environments.Development)
            {
                Settings = await stores.SettingsAsync(TourContext.MainDatabase, cancellationToken),
            };
            console.WriteLine($"On {stores.Description}");
            await using var app = await ShowcaseHost.StartAsync(options, cancellationToken);
            using var context = new TourContext(app, options.DatabasePath!, stores);

            var rows = await TourReport.ShowAsync(TourGuide.WalkAsync(steps, context, cancellationToken), steps, console);
            TourReport.ShowSummary(rows, console);
            return rows.TrueForAll(row => row.Ok) ? 0 : 1;
        }
        finally
        {
            // Pooled connections keep the files open.
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            folder.Delete(recursive: true);
        }
    }
}
