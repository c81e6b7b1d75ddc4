// What a batch method does with its keys.
using Grpc.Core;
using GrpcSdk.AspNetCore.Batching;

namespace GrpcSdk.AspNetCore.Tests.Batching;

public class BatchKeysTests
{
    [Fact]
    public void Keys_come_once_and_those_without_an_item_are_named()
    {
        var keys = BatchKeys.Check([3, 1, 3, 2], "user_ids", max: 4);

        Assert.Equal([3, 1, 2], keys);
        Assert.Equal([3, 2], BatchKeys.NotFound(keys, new Dictionary<int, string> { [1] = "one" }));
    }

    [Theory]
    [InlineData(0, "must not be empty")]
    [InlineData(5, "at most 4")]
    public void No_keys_and_too_many_are_an_invalid_argument_that_names_the_field(int count, string problem)
    {
        var error = Assert.Throws<RpcException>(() => BatchKeys.Check(Enumerable.Range(0, count).ToList(), "user_ids", max: 4));

        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
        var violation = Assert.Single(error.GetFieldViolations());
        Assert.Equal("user_ids", violation.Field);
        Assert.Contains(problem, violation.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_request_of_a_partial_success_has_its_own_status()
    {
        var (items, failed) = await BatchKeys.ForEachAsync(
            ["a", "", "c"],
            name => name.Length > 0 ? Task.FromResult(name) : throw new RpcError(StatusCode.InvalidArgument, "no name").AddFieldViolation("name", "empty").ToException());

        Assert.Equal(["a", "c"], items);
        var status = Assert.Single(failed);
        Assert.Equal((1, (int)StatusCode.InvalidArgument, 1), (status.Key, status.Value.Code, status.Value.Details.Count));
    }
}
