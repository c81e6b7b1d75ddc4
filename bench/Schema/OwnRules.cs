namespace GrpcSdk.Bench.Schema;

/// <summary>What the rules cost that buf does not have: the tool with and without them, taking turns.</summary>
internal static class OwnRules
{
    public const string Header = "| Files | Command | Findings of our own rules | without | with | Difference |\n|---|---|---|---|---|---|";

    private const int Rounds = 7;

    /// <summary>Prints a line of the table: the best of some rounds.</summary>
    public static async Task CompareAsync(string directory, int files, string command, string[] arguments)
    {
        var (plainOutput, ownOutput) = (Path.Combine(directory, "plain.json"), Path.Combine(directory, "own.json"));
        var (plain, own) = (new List<Cost>(), new List<Cost>());
        for (var round = 0; round < Rounds; round++)
        {
            plain.Add(await Programs.MeasureAsync(Programs.GrpcSdk, [.. arguments, "--format=json"], directory, plainOutput));
            own.Add(await Programs.MeasureAsync(Programs.GrpcSdk, [.. arguments, "--format=json", "--own"], directory, ownOutput));
        }

        var findings = File.ReadLines(ownOutput).Count() - File.ReadLines(plainOutput).Count();
        var (without, with) = (plain.Min(cost => cost.Seconds), own.Min(cost => cost.Seconds));
        Console.WriteLine($"| {files:N0} | {command} | {findings:N0} | {without:F2} s | {with:F2} s | {with - without:F2} s |");
    }
}
