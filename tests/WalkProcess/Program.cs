// WalkProcess <address> <items> [checkpoint]: walks the list of the lab from the checkpoint on, prints "<id> <checkpoint>" for
// each item, and ends without any cleaning up after that many items, as a process that is killed.
using Grpc.Net.Client;
using GrpcSdk.Paging;
using GrpcSdk.Runtime.Tests.Lab;

using var channel = GrpcChannel.ForAddress(args[0]);
var left = int.Parse(args[1], null);
var walk = new LabService.LabServiceClient(channel).ListItemsPaged(new() { Filter = "x" }, new() { PageSize = 7, Prefetch = 1 });
if (args.Length > 2)
{
    walk = walk.ResumeFrom(PageCheckpoint.Parse(args[2]));
}

await foreach (var (item, checkpoint) in walk.WithCheckpoints())
{
    Console.Out.WriteLine($"{item.Id} {checkpoint}");
    Console.Out.Flush();
    if (--left == 0)
    {
        Environment.Exit(3);
    }
}
