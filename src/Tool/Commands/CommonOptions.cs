// The options that several commands share.
using System.CommandLine;
using GrpcSdk.Schema;
using GrpcSdk.Tool.Inputs;
using GrpcSdk.Tool.Reports;

namespace GrpcSdk.Tool.Commands;

internal sealed class CommonOptions
{
    public Argument<string> Input { get; } = new("input")
    {
        Description = "The directory with the .proto files, one .proto file, or an image file (.binpb or .json, also with .gz). The buf.yaml or buf.work.yaml in it or above governs.",
        DefaultValueFactory = _ => ".",
    };

    public Option<string?> Config { get; } = new("--config") { Description = "The buf.yaml to use instead of the input's own.", HelpName = "file" };

    public Option<string?> Protoc { get; } = new("--protoc") { Description = "The protoc to parse with. Default: PROTOBUF_PROTOC, the PATH, then the newest restored Grpc.Tools.", HelpName = "file" };

    public Option<string[]> ProtoPath { get; } = new("--proto-path", "-I") { Description = "A directory with imports that the input does not hold. May be given several times.", HelpName = "directory", DefaultValueFactory = _ => [] };

    public Option<int> MaxImageSize { get; } = new("--max-image-size") { Description = "The most MiB that an image may have unpacked.", HelpName = "MiB", DefaultValueFactory = _ => ImageFile.DefaultLimit };

    public Option<ReportFormat> Format { get; } = new("--format", "-f") { Description = "text, json (buf's form, a line a finding), sarif (2.1.0) or githubactions.", HelpName = "format" };

    public Option<bool> Standard { get; } = new("--standard") { Description = "Without a buf.yaml: buf's defaults instead of the schema-evolution rules." };

    public Option<bool> Own { get; } = new("--own") { Description = "Also the rules that buf does not have (GSDK15xx, GSDK25xx), as far as they are on by default." };

    public Option<string[]> Rule { get; } = new("--rule") { Description = "Only this rule, by id (GSDK1505) or name (LIST_HAS_PAGES); of buf's rules those that buf.yaml selects. May be given several times.", HelpName = "rule", DefaultValueFactory = _ => [] };

    /// <summary>Adds what every command takes.</summary>
    public void AddTo(Command command)
    {
        command.Arguments.Add(Input);
        command.Options.Add(Config);
        command.Options.Add(Protoc);
        command.Options.Add(ProtoPath);
        command.Options.Add(MaxImageSize);
    }

    /// <summary>Adds what commands take that run rules.</summary>
    public void AddRulesTo(Command command)
    {
        command.Options.Add(Standard);
        command.Options.Add(Own);
        command.Options.Add(Rule);
    }

    /// <summary>The rules that the command line names.</summary>
    /// <exception cref="ToolException">There is no such rule.</exception>
    public RuleChoice Rules(ParseResult result) => RuleChoice.Of(result.GetValue(Own), result.GetValue(Rule) ?? []);

    /// <summary>The schema that the command line names.</summary>
    public SchemaSource Source(ParseResult result) => new(
        result.GetValue(Protoc),
        result.GetValue(ProtoPath) ?? [],
        result.GetValue(Config),
        result.GetValue(Standard) ? BufConfiguration.Standard : BufConfiguration.Evolution,
        result.GetValue(MaxImageSize));
}
