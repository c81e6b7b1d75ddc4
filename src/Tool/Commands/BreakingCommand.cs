// grpcsdk breaking: what `buf breaking` would report, and with --own what our own rules do.
using System.CommandLine;
using GrpcSdk.Schema;
using GrpcSdk.Tool.Reports;

namespace GrpcSdk.Tool.Commands;

internal static class BreakingCommand
{
    public static Command Create()
    {
        var options = new CommonOptions();
        var against = new Option<string>("--against")
        {
            Description = "What to compare with: a directory, an image file, git:REF (this directory as it was) or git:REF:PATH.",
            HelpName = "baseline",
            Required = true,
        };
        var excludeImports = new Option<bool>("--exclude-imports") { Description = "Report nothing in files that are only imported." };
        var command = new Command("breaking", "Compares .proto files with what was released before, with the breaking rules that buf.yaml selects. Exit code 100 when something was found. Example: grpcsdk breaking protos --against git:main");
        options.AddTo(command);
        command.Options.Add(against);
        command.Options.Add(excludeImports);
        command.Options.Add(options.Format);
        options.AddRulesTo(command);
        command.SetAction((result, cancellationToken) => CommandRunner.RunAsync(
            result,
            () => RunAsync(result, options, result.GetValue(against)!, result.GetValue(excludeImports), cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(
        ParseResult result,
        CommonOptions options,
        string against,
        bool excludeImports,
        CancellationToken cancellationToken)
    {
        var source = options.Source(result);
        var current = await source.CurrentAsync(result.GetValue(options.Input)!, cancellationToken);
        var previous = await source.PreviousAsync(against, current.Workspace, cancellationToken);
        var rules = options.Rules(result);
        var findings = SchemaBreaking.Run(
            SchemaImage.Parse(current.DescriptorSet, current.Workspace.Targets),
            SchemaImage.Parse(previous),
            current.Workspace.Configuration,
            excludeImports,
            rules.Origins);
        return CommandRunner.Print(result, options, Finding.Place(rules.Among(findings), current.Workspace));
    }
}
