using GrpcSdk.Schema.Ranges;

namespace GrpcSdk.Schema.Tests.Ranges;

/// <summary>Arithmetic of ranges, with vectors taken from buf's behaviour.</summary>
public sealed class TagRangesTests
{
    private const string Held = "10-100 200-200 300-302 305-310 312-320 330-350";

    [Theory]
    [InlineData(10, 100, "")]
    [InlineData(1, 5, "1-5")]
    [InlineData(101, 110, "101-110")]
    [InlineData(150, 200, "150-199")]
    [InlineData(199, 201, "199-199 201-201")]
    [InlineData(200, 200, "")]
    [InlineData(300, 300, "")]
    [InlineData(300, 350, "303-304 311-311 321-329")]
    [InlineData(335, 360, "351-360")]
    [InlineData(400, 400, "400-400")]
    [InlineData(1, 400, "1-9 101-199 201-299 303-304 311-311 321-329 351-400")]
    public void Parts_of_a_range_that_others_do_not_hold(int start, int end, string expected) =>
        Assert.Equal(Parse(expected), TagRanges.Missing(new TagRange(start, end), TagRanges.Collapse(Parse(Held))));

    [Theory]
    [InlineData("", "")]
    [InlineData("1-100", "1-100")]
    [InlineData("1-1 2-5 7-20 21-21 22-23 99-99 100-100 101-101 110-120", "1-5 7-23 99-101 110-120")]
    [InlineData("1-5 2-3 7-20 15-23 99-99 100-100 101-101 110-118 116-120 120-120", "1-5 7-23 99-101 110-120")]
    [InlineData("5-2147483647 1-4 2147483647-2147483647", "1-2147483647")]
    public void Ranges_that_touch_are_one(string ranges, string expected) =>
        Assert.Equal(Parse(expected), TagRanges.Collapse(Parse(ranges)));

    [Theory]
    [InlineData(7, 7, "[7]")]
    [InlineData(1, 5, "[1,5]")]
    [InlineData(1000, TagRanges.MaxField, "[1000,max]")]
    public void Text_of_a_range(int start, int end, string expected) =>
        Assert.Equal(expected, new TagRange(start, end).ToText(TagRanges.MaxField));

    private static List<TagRange> Parse(string ranges) =>
        [.. ranges.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(range => range.Split('-')).Select(parts => new TagRange(int.Parse(parts[0]), int.Parse(parts[1])))];
}
