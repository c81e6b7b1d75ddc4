// grpcsdk lint: what `buf lint` would report, and with --own what our own rules do.
using System.CommandLine;
using GrpcSdk.Schema;
using GrpcSdk.Tool.Reports;

namespace GrpcSdk.Tool.Commands;

internal static class LintCommand
{
    public static Command Create()
    {
        var options = new CommonOptions();
        var command = new Command("lint", "Checks .proto files with the lint rules that buf.yaml selects. Exit code 100 when something was found. Example: grpcsdk lint protos");
        options.AddTo(command);
        command.Options.Add(options.Format);
        options.AddRulesTo(command);
        command.SetAction((result, cancellationToken) => CommandRunner.RunAsync(result, () => RunAsync(result, options, cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult result, CommonOptions options, CancellationToken cancellationToken)
    {
        var current = await options.Source(result).CurrentAsync(result.GetValue(options.Input)!, cancellationToken);
        var image = SchemaImage.Parse(current.DescriptorSet, current.Workspace.Targets);
        var rules = options.Rules(result);
        var findings = SchemaLinter.Run(image, current.Workspace.Configuration, rules.Origins);
        return CommandRunner.Print(result, options, Finding.Place(rules.Among(findings), current.Workspace));
    }
}
