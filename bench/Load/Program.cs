// Load, hostile clients, churn and faults: the tables of docs/benchmarks.md.
//
//   dotnet run -c Release --project bench/Load -- --help

using System.CommandLine;
using GrpcSdk.Bench.Load;
using GrpcSdk.Bench.Load.Faults;
using GrpcSdk.Bench.Load.Hostile;

var seconds = Number("--seconds", "How long to call.", 20);
var callers = Number("--callers", "Callers of each kind.", 2);
var rates = new Command("rates", "Every kind of RPC at once: rates, latencies and errors. Example: dotnet run -c Release --project bench/Load -- rates --seconds 10") { seconds, callers };
rates.SetAction((arguments, _) => RatesRun.RunAsync(TimeSpan.FromSeconds(arguments.GetValue(seconds)), arguments.GetValue(callers)));

var members = Number("--members", "Members of the room.", 500);
var slow = Number("--slow", "How many of them read one message a second.", 50);
var messages = Number("--messages", "How many messages are sent.", 300);
var perSecond = Number("--rate", "How many messages a second.", 10);
var chat = new Command("chat", "A chat room, and how long a message takes to reach all its members. Example: dotnet run -c Release --project bench/Load -- chat --members 100") { members, slow, messages, perSecond };
chat.SetAction((arguments, _) => ChatRun.RunAsync(new ChatSize(
    arguments.GetValue(members), arguments.GetValue(slow), arguments.GetValue(messages), arguments.GetValue(perSecond))));

var only = new Option<string?>("--only") { Description = "Do only what has this word in its row of the table." };
var hostile = new Command("hostile", "Clients that open too much, send too much or say nothing, and a neighbour that calls meanwhile. Example: dotnet run -c Release --project bench/Load -- hostile") { only };
hostile.SetAction((arguments, _) => HostileRun.RunAsync(arguments.GetValue(only)));

var cycles = Number("--cycles", "How many callers come and go.", 7200);
var churn = new Command("churn", "Callers that come and go, and what the host holds in memory afterwards. Example: dotnet run -c Release --project bench/Load -- churn --cycles 1000") { cycles };
churn.SetAction((arguments, _) => ChurnRun.RunAsync(arguments.GetValue(cycles)));

var replicas = new Command("replicas", "One replica against two on a PostgreSQL of their own, with a client that balances. Example: dotnet run -c Release --project bench/Load -- replicas --seconds 10") { seconds };
replicas.SetAction((arguments, _) => ReplicasRun.RunAsync(TimeSpan.FromSeconds(arguments.GetValue(seconds))));

var away = Number("--away", "For how many seconds a store is away.", 5);
var stores = new Command("stores", "PostgreSQL and Redis, both of their own, are killed and started again under load. Example: dotnet run -c Release --project bench/Load -- stores --away 2") { callers, away };
stores.SetAction((arguments, _) => StoreFaults.PrintAsync(arguments.GetValue(callers), TimeSpan.FromSeconds(arguments.GetValue(away))));

var kill = new Command("kill", "SIGKILL of one of two replicas during a chat, an upload and a job. Example: dotnet run -c Release --project bench/Load -- kill");
kill.SetAction((_, _) => ReplicaKill.PrintAsync(members: 50, chunks: 40, items: 500));

var root = new RootCommand("Load and faults against showcase hosts of their own processes, on this machine. Exits with 1 when something does not hold. Example: dotnet run -c Release --project bench/Load -- rates")
{
    rates, chat, hostile, churn, replicas, stores, kill,
};
return await root.Parse(args).InvokeAsync();

static Option<int> Number(string name, string description, int value) => new(name) { Description = description, DefaultValueFactory = _ => value };
