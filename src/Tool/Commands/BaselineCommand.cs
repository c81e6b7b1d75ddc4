// grpcsdk baseline: writes the image file that later builds compare with.
using System.CommandLine;
using GrpcSdk.Schema;
using GrpcSdk.Shared;
using GrpcSdk.Tool.Inputs;

namespace GrpcSdk.Tool.Commands;

internal static class BaselineCommand
{
    public static Command Create()
    {
        var options = new CommonOptions();
        var root = new RootOptions();
        var output = new Option<string>("--output", "-o")
        {
            Description = "The image file to write (.binpb, .bin or .pb, also with .gz): a FileDescriptorSet with imports, which 'buf breaking --against' takes as well.",
            HelpName = "file",
            DefaultValueFactory = _ => "baseline.binpb",
        };
        var command = new Command("baseline", "Writes an image of .proto files as they are now (or were: git:REF), to compare with later. Example: grpcsdk baseline protos -o v1.binpb");
        options.AddTo(command);
        root.AddTo(command);
        command.Options.Add(output);
        command.SetAction((result, cancellationToken) => CommandRunner.RunAsync(
            result,
            () => RunAsync(result, options, root.Of(result), result.GetValue(output)!, cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult result, CommonOptions options, RootQuestion? root, string output, CancellationToken cancellationToken)
    {
        var input = result.GetValue(options.Input)!;
        var source = options.Source(result);
        if (root is null)
        {
            ImageFile.RequireWritable(output);
        }

        var image = root is null ? await source.ImageAsync(input, cancellationToken) : await source.RootAsync(input, root, cancellationToken) ?? [];
        await ImageFile.WriteAsync(output, image, cancellationToken);
        await result.InvocationConfiguration.Output.WriteLineAsync($"{output}: {SchemaImage.Parse(image).FileNames.Count()} files, {image.Length} bytes");
        return ExitCode.Ok;
    }

    /// <summary>What a build says of one of its proto roots; not for people.</summary>
    private sealed class RootOptions
    {
        private readonly Option<string?> _root = new("--root") { Hidden = true };
        private readonly Option<string?> _place = new("--place") { Hidden = true };
        private readonly Option<string[]> _others = new("--other-root") { Hidden = true, DefaultValueFactory = _ => [] };
        private readonly Option<string?> _files = new("--root-files") { Hidden = true };
        private readonly Option<bool> _mayBeMissing = new("--allow-missing-root") { Hidden = true };
        private readonly Option<bool> _mayBeEmpty = new("--allow-empty") { Hidden = true };

        public void AddTo(Command command)
        {
            foreach (Option option in new Option[] { _root, _place, _others, _files, _mayBeMissing, _mayBeEmpty })
            {
                command.Options.Add(option);
            }
        }

        public RootQuestion? Of(ParseResult result) => result.GetValue(_root) is { } root
            ? new RootQuestion(
                new ProjectRoot(root, [], FilesOf(result.GetValue(_files)), result.GetValue(_others) ?? []),
                result.GetValue(_place) ?? root,
                result.GetValue(_mayBeMissing),
                result.GetValue(_mayBeEmpty))
            : null;

        private static HashSet<string> FilesOf(string? list) => list is null ? [] : [.. File.ReadLines(list)];
    }
}
