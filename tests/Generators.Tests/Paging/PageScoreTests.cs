// How well the detector does on public APIs. The standard shape of AIP-158 is told once more here, in other words and over
// proto names; everything else was read by people, RPC by RPC, and lies in Snapshots/PageScoreTests.*.verified.txt.
using System.Text;
using Google.Protobuf.Reflection;
using GrpcSdk.Generators.Helpers;
using GrpcSdk.Generators.Paging;
using GrpcSdk.Generators.Tests.Harness;
using Field = Google.Protobuf.Reflection.FieldDescriptorProto;

namespace GrpcSdk.Generators.Tests.Paging;

public class PageScoreTests
{
    [Fact]
    public async Task Googleapis_standard_lists_are_all_found_and_nothing_else_is()
    {
        var shapes = new DescriptorShapes(await PublicApis.GoogleApisAsync());

        var found = Findings(shapes).Where(f => f.Finding.Shape is { IsStandard: true }).Select(f => f.Rpc).ToHashSet();
        var expected = StandardLists(shapes).ToHashSet();

        Assert.Equal(13_386, Findings(shapes).Count());
        Assert.Equal(2_029, expected.Count);
        Assert.Empty(found.Except(expected));
        Assert.Empty(expected.Except(found));
        Matches(shapes, "googleapis");
    }

    [Theory]
    [InlineData("googleapis", 1030)]
    [InlineData("temporal", 135)]
    [InlineData("opentelemetry", 3)]
    [InlineData("envoy", 38)]
    [InlineData("cosmos", 179)]
    public async Task The_corpus_is_scored(string api, int rpcs)
    {
        var shapes = new DescriptorShapes(await PublicApis.DescriptorsAsync(api));

        var found = Findings(shapes).Where(f => f.Finding.Shape is { IsStandard: true }).Select(f => f.Rpc).Order();

        Assert.Equal(rpcs, Findings(shapes).Count());
        Assert.Equal(StandardLists(shapes).Order(), found);
        Matches(shapes, $"corpus-{api}");
    }

    private static IEnumerable<(string Rpc, RpcShape Shape, PageFinding Finding)> Findings(DescriptorShapes shapes) =>
        from client in shapes.Clients()
        from rpc in client.Client.Rpcs
        select ($"{client.Service}.{rpc.Name}", rpc, PageDetector.Detect(rpc, client.Client));

    // AIP-158, of descriptors: unary, page_size, page_token, next_page_token and a repeated field that is not a map.
    private static IEnumerable<string> StandardLists(DescriptorShapes shapes) =>
        from file in shapes.Set.File
        from service in file.Service
        from method in service.Method
        where !method.ClientStreaming && !method.ServerStreaming
        let request = shapes.Message(method.InputType)
        let response = shapes.Message(method.OutputType)
        where Has(request, "page_size", Field.Types.Type.Int32) && Has(request, "page_token", Field.Types.Type.String)
            && Has(response, "next_page_token", Field.Types.Type.String)
            && response.Field.Any(f => f.Label == Field.Types.Label.Repeated && f.Name is not ("unreachable" or "unreachable_locations") && !IsMap(shapes, f))
        select $"{file.Package}.{service.Name}.{method.Name}";

    private static bool Has(DescriptorProto message, string name, Field.Types.Type type) =>
        message.Field.Any(f => f.Name == name && f.Type == type && f.Label != Field.Types.Label.Repeated);

    private static bool IsMap(DescriptorShapes shapes, Field field) =>
        field.Type == Field.Types.Type.Message && shapes.Message(field.TypeName).Options?.MapEntry == true;

    // What the counts above do not say: standard lists whose items are not their first repeated field, wider lists,
    // near misses, and each List or Search that returns something repeated and was passed over.
    private static void Matches(DescriptorShapes shapes, string set)
    {
        var report = new StringBuilder();
        foreach (var (rpc, shape, finding) in Findings(shapes))
        {
            var line = finding switch
            {
                { Shape: { IsStandard: true } s } when s.Items.Field == shape.Response.Fields.First(f => f.IsRepeated) => null,
                { Shape: { IsStandard: true } s } => $"standard {rpc}: {s.Items.Name}",
                { Shape: { } s } => $"wide     {rpc}: {s.Items.Name}, {s.Size?.Name ?? "no size"}, {s.Token.Name} -> {s.NextToken.Name}",
                { NearMiss: { } reason } => $"near     {rpc}: {reason}",
                _ when IsListing(shape) => $"no page  {rpc}: {Fields(shape.Request)} -> {Fields(shape.Response)}",
                _ => null,
            };
            if (line is not null)
            {
                report.Append(line).Append('\n');
            }
        }

        Snapshot.Matches(report.ToString(), method: set);
    }

    private static bool IsListing(RpcShape rpc) =>
        rpc.Rpc.Kind == Generators.Common.RpcKind.Unary
        && (rpc.Name.StartsWith("List", StringComparison.Ordinal) || rpc.Name.StartsWith("Search", StringComparison.Ordinal))
        && rpc.Response.Fields.Any(f => !f.IsSingle);

    private static string Fields(MessageShape message) =>
        string.Join(" ", message.Fields.Select(f => f.Name + (f.IsRepeated ? "[]" : f.IsMap ? "{}" : "")));
}
