// grpcsdk fix: repairs what the rules find, where the repair is mechanical and harms nobody.
using System.CommandLine;
using DiffPlex.Renderer;
using GrpcSdk.Schema;
using GrpcSdk.Schema.Fixes;
using GrpcSdk.Tool.Inputs;

namespace GrpcSdk.Tool.Commands;

internal static class FixCommand
{
    public static Command Create()
    {
        var options = new CommonOptions();
        var against = new Option<string?>("--against")
        {
            Description = "What was released: a directory, an image file, git:REF or git:REF:PATH. Deletions are reserved, and no repair that would break it is made.",
            HelpName = "baseline",
        };
        var dryRun = new Option<bool>("--dry-run") { Description = "Print the changes as a diff and write nothing." };
        var command = new Command("fix", "Repairs the findings of the rules that buf.yaml selects, as far as it is mechanical. Every repair is compiled and checked before it counts. Example: grpcsdk fix protos");
        options.AddTo(command);
        command.Options.Add(against);
        command.Options.Add(dryRun);
        options.AddRulesTo(command);
        command.SetAction((result, cancellationToken) => CommandRunner.RunAsync(
            result,
            () => RunAsync(result, options, result.GetValue(against), result.GetValue(dryRun), cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult result, CommonOptions options, string? against, bool dryRun, CancellationToken cancellationToken)
    {
        var source = options.Source(result);
        var workspace = source.Open(result.GetValue(options.Input)!);
        var files = workspace.Targets.ToDictionary(target => target.Name, target => ProtoFileText.Read(workspace.PathOf(target.Name)!), StringComparer.Ordinal);
        var rules = options.Rules(result);
        var fixer = new SchemaFixer(
            texts => source.CompileAsync(workspace, texts, cancellationToken),
            workspace.Targets,
            workspace.Configuration,
            against is null ? null : SchemaImage.Parse(await source.PreviousAsync(against, workspace, cancellationToken)),
            finding => rules.Among([finding]).Count > 0 && (finding.Rule.Origin & rules.Origins) != 0);
        var outcome = await fixer.RunAsync(files.ToDictionary(file => file.Key, file => file.Value.Text, StringComparer.Ordinal));

        var output = result.InvocationConfiguration.Output;
        foreach (var (name, text) in outcome.Texts.Where(entry => entry.Value != files[entry.Key].Text).OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            var path = Path.GetRelativePath(Directory.GetCurrentDirectory(), files[name].Path).Replace('\\', '/');
            if (dryRun)
            {
                await output.WriteAsync(UnidiffRenderer.GenerateUnidiff(files[name].Text, text, "a/" + path, "b/" + path));
            }
            else
            {
                files[name].Write(text);
            }
        }

        foreach (var refused in outcome.Refused)
        {
            await result.InvocationConfiguration.Error.WriteLineAsync($"{refused.Finding.File}: not repaired: {refused.Finding.Message} [{refused.Finding.Rule.Name}]: {refused.Reason}");
        }

        await result.InvocationConfiguration.Error.WriteLineAsync(
            $"{outcome.Applied.Count} {(outcome.Applied.Count == 1 ? "finding" : "findings")} {(dryRun ? "would be repaired" : "repaired")}, {outcome.Refused.Count} refused.");
        return ExitCode.Ok;
    }
}
