// Prints the tables of docs/benchmarks.md: the claims of the showcase's source, and what its full chain costs.
//
//   dotnet run -c Release --project bench/Showcase [-- messages | rows | channels | chain | memory]

using GrpcSdk.Bench.Showcase;

Dictionary<string, Func<Task>> benchmarks = new()
{
    ["messages"] = MessageBenchmark.RunAsync,
    ["rows"] = RowBenchmark.RunAsync,
    ["channels"] = ChannelBenchmark.RunAsync,
    ["chain"] = ChainBenchmark.RunAsync,
    ["memory"] = MemoryBenchmark.RunAsync,
};
if (args.Except(benchmarks.Keys).Any())
{
    Console.Error.WriteLine($"There are only {string.Join(", ", benchmarks.Keys)}.");
    return 1;
}

foreach (var (_, run) in benchmarks.Where(benchmark => args.Length == 0 || args.Contains(benchmark.Key)))
{
    await run();
    Console.WriteLine();
}

return 0;
