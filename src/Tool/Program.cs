// The grpcsdk command line: the schema rules for repositories, and builds, that have no C# project to hold them.
using System.CommandLine;
using GrpcSdk.Tool;
using GrpcSdk.Tool.Commands;

ShortRun.KeepGarbage();

var root = new RootCommand("Checks and repairs .proto files with buf's lint and breaking rules and with its own, and writes baselines to compare with. Example: grpcsdk lint protos")
{
    LintCommand.Create(),
    BreakingCommand.Create(),
    FixCommand.Create(),
    BaselineCommand.Create(),
    SuggestionsCommand.Create(),
};

return await root.Parse(args).InvokeAsync();
