// Load, hostile clients, churn and faults: the tables of docs/benchmarks.md.
//
//   dotnet run -c Release --project bench/Load -- --help

using System.CommandLine;
using GrpcSdk.Bench.Load;
using GrpcSdk.Bench.Load.Hostile;

var members = Number("--members", "Members of the room.", 500);
var slow = Number("--slow", "How many of them read one message a second.", 50);
var messages = Number("--messages", "How many messages are sent.", 300);
var perSecond = Number("--rate", "How many messages a second.", 10);
var chat = new Command("chat", "A chat room, and how long a message takes to reach all its members.") { members, slow, messages, perSecond };
chat.SetAction((arguments, _) => ChatRun.RunAsync(new ChatSize(
    arguments.GetValue(members), arguments.GetValue(slow), arguments.GetValue(messages), arguments.GetValue(perSecond))));

var hostile = new Command("hostile", "Clients that open too much, send too much or say nothing, and a neighbour that calls meanwhile.");
hostile.SetAction((_, _) => HostileRun.RunAsync());

var root = new RootCommand("Load and faults against showcase hosts of their own processes, on this machine. Exits with 1 when something does not hold.") { chat, hostile };
return await root.Parse(args).InvokeAsync();

static Option<int> Number(string name, string description, int value) => new(name) { Description = description, DefaultValueFactory = _ => value };
