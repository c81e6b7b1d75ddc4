// grpcsdk baseline: writes the image file that later builds compare with.
using System.CommandLine;
using GrpcSdk.Schema;

namespace GrpcSdk.Tool.Commands;

internal static class BaselineCommand
{
    public static Command Create()
    {
        var options = new CommonOptions();
        var output = new Option<string>("--output", "-o")
        {
            Description = "The image file to write: a FileDescriptorSet with imports, which 'buf breaking --against' takes as well.",
            HelpName = "file",
            DefaultValueFactory = _ => "baseline.binpb",
        };
        var command = new Command("baseline", "Writes an image of .proto files as they are now (or were: git:REF), to compare with later.");
        options.AddTo(command);
        command.Options.Add(output);
        command.SetAction((result, cancellationToken) => CommandRunner.RunAsync(
            result,
            () => RunAsync(result, options, result.GetValue(output)!, cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult result, CommonOptions options, string output, CancellationToken cancellationToken)
    {
        var image = await options.Source(result).BaselineAsync(
            result.GetValue(options.Input)!,
            Directory.GetCurrentDirectory(),
            cancellationToken);
        var files = SchemaImage.Parse(image).FileNames.Count();
        if (Path.GetDirectoryName(Path.GetFullPath(output)) is { } directory)
        {
            Directory.CreateDirectory(directory);
        }

        await File.WriteAllBytesAsync(output, image, cancellationToken);
        await result.InvocationConfiguration.Output.WriteLineAsync($"{output}: {files} files, {image.Length} bytes");
        return ExitCode.Ok;
    }
}
