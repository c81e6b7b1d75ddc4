using System.Text;
using GrpcSdk.Schema.Tests.Tooling;

namespace GrpcSdk.Schema.Tests.Text;

/// <summary>Findings stand at the same characters as buf's, whatever tabs, alphabets, line ends and marks a file has.</summary>
public sealed class PositionTests
{
    private const string Source =
        "\tsyntax\t=\t\"proto3\";\n" +
        "package\ta.v1\t;\t// \u00e4\u00f6\u00fc\n" +
        "/* \u65e5\u672c\u8a9e \ud83d\ude00 */ message\tlower_name\t{ string badName = 1; /* \ud83d\ude00\u00e9 */\tstring badOther = 2;\t}\n" +
        "  \tenum\tE\t{ /*\u00e9*/ \tZERO = 0;\t/*\ud83d\ude00*/\tone = 1; }\n" +
        "service\ts { // \u00ff\n\t/* \u00df */ rpc\tget ( lower_name )\treturns ( /*\u00e9\t*/ lower_name\t) ; }\n" +
        "message /* \u200b\u00a0 e\u0301 */ other_name { string\tx\t=\t1\t[ json_name\t=\t\"\u00e9\t\" ]\t; string aB = 2; }\n";

    [Theory]
    [InlineData("\n", false)]
    [InlineData("\r\n", false)]
    [InlineData("\n", true)]
    [InlineData("\r\n", true)]
    public async Task Positions_equal_bufs(string lineEnd, bool byteOrderMark)
    {
        using var directory = new TemporaryDirectory();
        Directory.CreateDirectory(directory.File("a/v1"));
        File.WriteAllText(directory.File("buf.yaml"), "version: v2\nlint:\n  use: [STANDARD, COMMENTS]\n  except: [PROTOVALIDATE]\n");
        File.WriteAllText(directory.File("a/v1/a.proto"), Source.Replace("\n", lineEnd, StringComparison.Ordinal), new UTF8Encoding(byteOrderMark));

        var ours = await Workspace.LintAsync(directory.Path);

        Assert.True(ours.Count > 10);
        Differential.AssertSame(await BufCli.LintAsync(directory.Path), ours);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("// only a comment")]
    [InlineData("\ufeff")]
    public async Task A_file_with_nothing_in_it_equals_bufs(string content)
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory.File("buf.yaml"), "version: v2\n");
        File.WriteAllText(directory.File("empty.proto"), content);

        var ours = await Workspace.LintAsync(directory.Path);

        Assert.NotEmpty(ours);
        Differential.AssertSame(await BufCli.LintAsync(directory.Path), ours);
    }
}
