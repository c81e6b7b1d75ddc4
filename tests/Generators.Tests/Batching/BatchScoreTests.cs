// What the detector makes of every RPC of googleapis that is called a batch. Each line of the snapshot was read by a person;
// docs/paging.md sums them up.
using GrpcSdk.Generators.Batching;
using GrpcSdk.Generators.Helpers;
using GrpcSdk.Generators.Tests.Harness;

namespace GrpcSdk.Generators.Tests.Batching;

public class BatchScoreTests
{
    [Fact]
    public async Task Googleapis_batches_are_scored()
    {
        var shapes = new DescriptorShapes(await PublicApis.GoogleApisAsync());
        var lines = from client in shapes.Clients()
                    from rpc in client.Client.Rpcs
                    where rpc.Name.StartsWith("Batch", StringComparison.Ordinal)
                    orderby client.Service, rpc.Name
                    select $"{client.Service}.{rpc.Name}: {Describe(rpc, BatchDetector.Detect(rpc, client.Client))}\n";

        Snapshot.Matches(string.Concat(lines));
    }

    private static string Describe(RpcShape rpc, BatchFinding finding) => finding switch
    {
        { Shape: { } s } => $"{s.HelperName} {s.Keys.Name} -> {s.Items?.Name ?? $"({rpc.Response.Name})"}"
            + $"{Tail(" by ", s.Identities.Select(By))}{Tail("; says ", Remarks(s.Remarks))}{(s.SingleGet is { } get ? $"; loader of {get}" : "")}"
            + $"{(finding.LoaderNearMiss is { } miss ? $"; no loader of {miss.Get}: {miss.Reason}" : "")}",
        { NearMiss: { } reason } => $"~ {reason}",
        _ => $"- {rpc.Rpc.Kind} {Fields(rpc.Request)} -> {Fields(rpc.Response)}",
    };

    private static string By(BatchIdentityShape identity) => identity switch
    {
        { Key: null } => identity.Item.Name,
        { Outer: { } outer } => $"{outer.Name}.{identity.Item.Name}{(identity.IsServersChoice ? "?" : "")}",
        { IsLastSegment: true } => $"{identity.Key.Name} in {identity.Item.Name}{(identity.IsServersChoice ? "?" : "")}",
        _ => $"{identity.Key!.Name}={identity.Item.Name}{(identity.IsServersChoice ? "?" : "")}",
    };

    private static IEnumerable<string> Remarks(BatchRemarks remarks) =>
        new[] { remarks.NotFound, remarks.Failed, remarks.FailedKeys, remarks.Statuses }.OfType<FieldShape>().Select(f => f.Name);

    private static string Tail(string start, IEnumerable<string> parts) => string.Join(", ", parts) is { Length: > 0 } text ? start + text : "";

    private static string Fields(MessageShape message) =>
        string.Join(" ", message.Fields.Select(f => f.Name + (f.IsRepeated ? "[]" : f.IsMap ? "{}" : "")));
}
