// The showcase on the command line: the host, and the tour that walks through it.

using System.CommandLine;
using Showcase.Data;
using Showcase.Hosting;
using Showcase.Tour;

var port = new Option<int>("--port") { Description = "TCP port for gRPC; 0 takes a free one.", DefaultValueFactory = _ => ShowcaseOptions.DefaultPort };
var database = new Option<string?>("--database") { Description = "SQLite file to use instead of the one in your local application data." };
var allInterfaces = new Option<bool>("--all-interfaces") { Description = "Listen on every network interface, not only on this machine." };
var noPage = new Option<bool>("--no-page") { Description = "Do not serve the page on which a person can call the services." };

var tour = new Command("tour", "Start a host on a free port with an empty database, walk through every service as a client, and show what happened. Fails when a step does. Example: dotnet run --project samples/Showcase -- tour");
tour.SetAction((_, cancellationToken) => TourCommand.RunAsync(cancellationToken));

var migrate = new Command("migrate", $"Bring the tables of PostgreSQL, which ConnectionStrings__{Database.Postgres} names, up to this version. Do it before hosts of this version start. Example: ConnectionStrings__{Database.Postgres}=Host=... dotnet Showcase.dll migrate");
migrate.SetAction((_, cancellationToken) => MigrateCommand.RunAsync(cancellationToken));

var root = new RootCommand("The GrpcSdk showcase: a gRPC host with every service of protos/. Example: dotnet run --project samples/Showcase -- --port 0") { port, database, allInterfaces, noPage, tour, migrate };
root.SetAction((arguments, cancellationToken) => HostCommand.RunAsync(
    new ShowcaseOptions(arguments.GetValue(port), arguments.GetValue(database), Loopback: !arguments.GetValue(allInterfaces)) { Page = !arguments.GetValue(noPage) },
    cancellationToken));

return await root.Parse(args).InvokeAsync();
