// RedisProcess <port>: Garnet on loopback. The first line of standard input is its password, so that no list of processes
// shows it. Garnet says "Ready to accept connections" when it listens; the process ends with its standard input: so it does not outlive who started it.

using Garnet;

var password = await Console.In.ReadLineAsync() ?? throw new InvalidOperationException("Standard input has no password.");
// The tests say little and keep nothing.
using var server = new GarnetServer(
[
    "--bind", "127.0.0.1", "--port", args[0], "--auth", "Password", "--password", password,
    "--memory", "32m", "--page", "1m", "--index", "1m", "--logger-level", "Error",
]);
server.Start();
await Console.In.ReadToEndAsync();
