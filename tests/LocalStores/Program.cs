// Runs a command on PostgreSQL and Redis of its own: the tour of the showcase, for one.
//
//   dotnet run --project tests/LocalStores -- --help

using System.CommandLine;
using GrpcSdk.LocalStores;
using GrpcSdk.Tests.Shared;

var installed = new Option<bool>("--redis-server") { Description = "Take the redis-server that is installed, not Garnet." };
var command = new Argument<string[]>("command") { Description = "The program and its arguments, after --.", Arity = ArgumentArity.OneOrMore };
var run = new Command("run", "Starts both stores, empty, and runs a command with the settings ConnectionStrings__Postgres and ConnectionStrings__Redis. Example: dotnet run --project tests/LocalStores -- run -- dotnet run --project samples/Showcase -- tour") { installed, command };
run.SetAction((arguments, _) => RunCommand.RunAsync(arguments.GetValue(installed) ? RedisKind.Installed : RedisKind.Garnet, arguments.GetValue(command)!));

var folder = new Argument<string>("folder") { Description = "The folder of the stores." };
var watch = new Command("watch", "Waits for the end of standard input, then ends the stores of a folder and removes it.") { folder };
watch.Hidden = true;
watch.SetAction((arguments, _) => Watcher.RunAsync(arguments.GetValue(folder)!));

var root = new RootCommand("PostgreSQL and Redis on loopback, from the package registries, for as long as a command runs. Example: dotnet run --project tests/LocalStores -- run -- env") { run, watch };
try
{
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (MissingPartException missing)
{
    await Console.Error.WriteLineAsync(missing.Message);
    return 1;
}
