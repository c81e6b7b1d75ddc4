using GrpcSdk.Schema.Tests.Breaking.Drafts;
using GrpcSdk.Schema.Tests.Tooling;

namespace GrpcSdk.Schema.Tests.Breaking;

/// <summary>
/// Random schemas and random edits: our engine and buf agree on every pair. GRPCSDK_PAIRS sets how many pairs are
/// compared, GRPCSDK_SEED the seed of the first; the others follow by one.
/// </summary>
public sealed class GeneratedPairsTests
{
    private const int BatchSize = 100;

    [Fact]
    public async Task Breaking_equals_buf_on_generated_pairs()
    {
        var count = TestEnvironment.Setting("GRPCSDK_PAIRS", 50);
        var seed = TestEnvironment.Setting("GRPCSDK_SEED", 20_000);
        foreach (var batch in Enumerable.Range(seed, count).Chunk(BatchSize))
        {
            await CompareAsync([.. batch.Select(GeneratedPair.Create)]);
        }
    }

    private static async Task CompareAsync(IReadOnlyList<GeneratedPair> pairs)
    {
        using var comparison = new BreakingComparison();
        foreach (var pair in pairs)
        {
            comparison.AddPrevious(pair.Previous);
            comparison.AddCurrent(pair.Current);
        }

        var (buf, ours) = await comparison.RunAsync();
        foreach (var pair in pairs)
        {
            var difference = Differential.Difference(buf.Where(pair.Concerns), ours.Where(pair.Concerns));
            Assert.True(difference.Length == 0, $"{difference}\n{pair}");
        }

        Differential.AssertSame(buf, ours);
    }
}
