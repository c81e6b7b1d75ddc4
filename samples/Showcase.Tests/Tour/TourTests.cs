// The tour: all rows hold, it leaves nothing behind that the next one would meet, and it says so when a row does not hold.

using Showcase.Tests.Support;
using Showcase.Tour;
using Spectre.Console;

namespace Showcase.Tests.Tour;

public sealed class TourTests
{
    [Fact]
    public async Task The_command_line_shows_every_row_ok_exits_with_0_and_leaves_nothing_behind()
    {
        var home = Directory.CreateTempSubdirectory("showcase-tour-");
        try
        {
            var places = new[] { "HOME", "USERPROFILE", "LOCALAPPDATA", "XDG_DATA_HOME", "TMPDIR", "TEMP", "TMP" }.ToDictionary(variable => variable, _ => home.FullName);

            var tour = (await Command.RunAsync("dotnet", [Path.Combine(AppContext.BaseDirectory, "Showcase.dll"), "tour"], places)).Succeeded();

            var lines = tour.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(TourGuide.Steps.Count, lines.Count(line => line.StartsWith("ok ", StringComparison.Ordinal)));
            Assert.StartsWith($"{TourGuide.Steps.Count} ok, 0 failed in ", lines[^1]);
            Assert.Contains($" {TourGuide.Steps.Count}/{TourGuide.Steps.Count} ", lines[^2]);
            Assert.DoesNotContain('\u001b', tour.Output);
            // ASP.NET Core keeps its keys there, for every program of a user.
            Assert.Empty(home.EnumerateFileSystemInfos().Select(left => left.Name).Except([".aspnet", "ASP.NET"]));
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_step_that_fails_is_shown_the_others_are_still_taken_and_the_exit_code_is_1()
    {
        var (console, output) = PlainConsole();
        TourStep[] steps =
        [
            new("first", "Fails", (_, _) => throw new UnexpectedException("the sky is green")),
            new("second", "Holds", (_, _) => Task.FromResult("all well")),
        ];

        var exitCode = await TourCommand.RunAsync(steps, console, new TourStores(null, null), TestContext.Current.CancellationToken);

        Assert.Equal(1, exitCode);
        Assert.Matches("FAILED +1/2 +first +Fails: the sky is green", output.ToString());
        Assert.Matches("ok +2/2 +second +Holds: all well", output.ToString());
        Assert.Contains("1 ok, 1 failed", output.ToString());
    }

    [Fact]
    public async Task A_terminal_gets_a_table()
    {
        var (console, output) = PlainConsole(interactive: true);
        TourStep[] steps = [new("users", "Look", (_, _) => Task.FromResult("three [users]"))];

        var exitCode = await TourCommand.RunAsync(steps, console, new TourStores(null, null), TestContext.Current.CancellationToken);

        Assert.Equal(0, exitCode);
        Assert.Matches("Area +Step +Saw", output.ToString());
        Assert.Matches(@"ok +users +Look +three \[users\]", output.ToString());
    }

    [Fact]
    public async Task The_help_names_the_tour_and_the_options()
    {
        var help = (await RunShowcaseAsync("--help")).Succeeded();

        Assert.Contains("tour", help.Output);
        Assert.Contains("--port", help.Output);
        Assert.Contains("--database", help.Output);
    }

    [Theory]
    [InlineData("Showcase.dll")]
    [InlineData("Showcase.dll", "tour")]
    [InlineData("Showcase.dll", "migrate")]
    [InlineData("GrpcSdk.Bench.Load.dll")]
    [InlineData("GrpcSdk.Bench.Load.dll", "stores")]
    [InlineData("GrpcSdk.LocalStores.dll", "run")]
    public async Task The_help_of_every_program_shows_an_example(string program, params string[] command)
    {
        var help = await Command.RunAsync("dotnet", [Path.Combine(AppContext.BaseDirectory, program), .. command, "--help"]);

        Assert.Matches($@"Example:[^\n]* dotnet [^\n]*{command.FirstOrDefault() ?? ""}", help.Succeeded().Output);
    }

    private static Task<Command> RunShowcaseAsync(params string[] arguments) =>
        Command.RunAsync("dotnet", [Path.Combine(AppContext.BaseDirectory, "Showcase.dll"), .. arguments]);

    private static (IAnsiConsole Console, StringWriter Output) PlainConsole(bool interactive = false)
    {
        var output = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = interactive ? InteractionSupport.Yes : InteractionSupport.No,
            Out = new AnsiConsoleOutput(output),
        });
        console.Profile.Width = 120;
        return (console, output);
    }
}
