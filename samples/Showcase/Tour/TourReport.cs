// Shows a tour as it goes: a progress line and a table on a terminal, plain lines when the output goes elsewhere.

using Spectre.Console;

namespace Showcase.Tour;

internal static class TourReport
{
    /// <summary>Shows the rows while they come.</summary>
    /// <returns>All rows.</returns>
    public static Task<List<TourRow>> ShowAsync(IAsyncEnumerable<TourRow> rows, int count, IAnsiConsole console) =>
        console.Profile.Capabilities.Interactive ? ShowTableAsync(rows, count, console) : ShowLinesAsync(rows, console);

    /// <summary>Says how many steps there were, and how many failed.</summary>
    public static void ShowSummary(IReadOnlyCollection<TourRow> rows, IAnsiConsole console)
    {
        var failed = rows.Count(row => !row.Ok);
        console.Profile.Out.Writer.WriteLine($"{rows.Count - failed} ok, {failed} failed");
    }

    private static async Task<List<TourRow>> ShowTableAsync(IAsyncEnumerable<TourRow> rows, int count, IAnsiConsole console)
    {
        var seen = new List<TourRow>();
        await console.Progress().AutoClear(true).StartAsync(async progress =>
        {
            var task = progress.AddTask("tour", maxValue: count);
            await foreach (var row in rows)
            {
                seen.Add(row);
                task.Description = Markup.Escape(row.Step.Area);
                task.Increment(1);
            }
        });

        var table = new Table().Border(TableBorder.Simple).AddColumns("", "Area", "Step", "Saw").AddColumn(new TableColumn("ms").RightAligned());
        foreach (var row in seen)
        {
            table.AddRow(
                new Markup(row.Ok ? "[green]ok[/]" : "[red]FAILED[/]"),
                new Text(row.Step.Area),
                new Text(row.Step.Title),
                new Text(row.Saw),
                new Text(Milliseconds(row)));
        }

        console.Write(table);
        return seen;
    }

    // Spectre would break long lines at 80 columns: what reads these lines wants them whole.
    private static async Task<List<TourRow>> ShowLinesAsync(IAsyncEnumerable<TourRow> rows, IAnsiConsole console)
    {
        var seen = new List<TourRow>();
        await foreach (var row in rows)
        {
            seen.Add(row);
            await console.Profile.Out.Writer.WriteLineAsync(
                $"{(row.Ok ? "ok    " : "FAILED")}  {row.Step.Area,-14}  {row.Step.Title}: {row.Saw} ({Milliseconds(row)} ms)");
        }

        return seen;
    }

    private static string Milliseconds(TourRow row) =>
        row.Took.TotalMilliseconds.ToString("0", System.Globalization.CultureInfo.InvariantCulture);
}
