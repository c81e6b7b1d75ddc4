// Shows a tour as it goes: the step that is being taken, a bar and a table on a terminal, plain lines when the output goes
// elsewhere.

using System.Globalization;
using Spectre.Console;

namespace Showcase.Tour;

internal static class TourReport
{
    /// <summary>Shows the rows while they come.</summary>
    /// <returns>All rows.</returns>
    public static Task<List<TourRow>> ShowAsync(IAsyncEnumerable<TourRow> rows, IReadOnlyList<TourStep> steps, IAnsiConsole console) =>
        console.Profile.Capabilities.Interactive ? ShowTableAsync(rows, steps, console) : ShowLinesAsync(rows, steps.Count, console);

    /// <summary>Says how many steps there were, how many failed, and how long they took.</summary>
    public static void ShowSummary(IReadOnlyCollection<TourRow> rows, IAnsiConsole console)
    {
        var failed = rows.Count(row => !row.Ok);
        var seconds = rows.Sum(row => row.Took.TotalSeconds);
        console.Profile.Out.Writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rows.Count - failed} ok, {failed} failed in {seconds:0} s"));
    }

    private static async Task<List<TourRow>> ShowTableAsync(IAsyncEnumerable<TourRow> rows, IReadOnlyList<TourStep> steps, IAnsiConsole console)
    {
        var seen = new List<TourRow>();
        ProgressColumn[] columns = [new SpinnerColumn(), new ProgressBarColumn(), new TaskDescriptionColumn { Alignment = Justify.Left }, new ElapsedTimeColumn()];
        await console.Progress().AutoClear(true).Columns(columns).StartAsync(async progress =>
        {
            var task = progress.AddTask(Taking(steps, 0), maxValue: steps.Count);
            await foreach (var row in rows)
            {
                seen.Add(row);
                task.Increment(1);
                task.Description = Taking(steps, seen.Count);
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
    private static async Task<List<TourRow>> ShowLinesAsync(IAsyncEnumerable<TourRow> rows, int count, IAnsiConsole console)
    {
        var seen = new List<TourRow>();
        await foreach (var row in rows)
        {
            seen.Add(row);
            await console.Profile.Out.Writer.WriteLineAsync(
                $"{(row.Ok ? "ok    " : "FAILED")}  {seen.Count,3}/{count}  {row.Step.Area,-14}  {row.Step.Title}: {row.Saw} ({Milliseconds(row)} ms)");
        }

        return seen;
    }

    // The step that is being taken, by its number among all.
    private static string Taking(IReadOnlyList<TourStep> steps, int taken) =>
        taken < steps.Count ? Markup.Escape($"{taken + 1}/{steps.Count} {steps[taken].Area}: {steps[taken].Title}") : "done";

    private static string Milliseconds(TourRow row) =>
        row.Took.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture);
}
