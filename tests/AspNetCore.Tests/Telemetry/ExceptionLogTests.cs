// Only one place decides what of an exception is logged: nothing else in the libraries and the showcase gives one to a logger.
using System.Reflection;
using System.Text.RegularExpressions;

namespace GrpcSdk.AspNetCore.Tests.Telemetry;

public partial class ExceptionLogTests
{
    private static readonly string Root = typeof(ExceptionLogTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(m => m.Key == "RepositoryRoot").Value!;

    [Fact]
    public void No_exception_is_given_to_a_logger()
    {
        string[] folders = ["src/AspNetCore", "src/Client", "src/Runtime", "src/EntityFrameworkCore", "src/Testing", "samples/Showcase", "samples/Showcase.Web"];
        var files = folders.Select(folder => Path.Combine(Root, folder)).Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Replace('\\', '/').Contains("/obj/", StringComparison.Ordinal))
            .ToList();

        Assert.True(files.Count > 100);
        Assert.Empty(files.SelectMany(file => Leaks(File.ReadAllText(file)).Select(leak => $"{file}: {leak}; log GrpcTelemetryOptions.Describe(exception)")));
    }

    [Theory]
    [InlineData("_logger.LogError(exception, \"It failed.\");")]
    [InlineData("logger.LogWarning(e, \"{Name}\", name);")]
    [InlineData("logger.Log(LogLevel.Error, new EventId(1), error, \"It failed.\");")]
    [InlineData("logger.LogError(\"It failed: {Text}\", exception.Message);")]
    [InlineData("logger.LogError($\"It failed: {ex}\");")]
    [InlineData("logger.LogError(\n    0, failure.InnerException, \"It failed.\");")]
    [InlineData("Failed(_logger, e.ToString());")]
    [InlineData("[LoggerMessage(Level = LogLevel.Error, Message = \"{Name}\")]\nprivate partial void LogFailed(string name, Exception exception);")]
    [InlineData("[LoggerMessage(3, LogLevel.Error, \"{A}\")]\ninternal static partial void Failed(\n    ILogger logger,\n    string a,\n    RpcException? why);")]
    public void The_test_sees_each_way_to_do_it(string code) => Assert.NotEmpty(Leaks(code));

    [Theory]
    [InlineData("logger.LogError(\"It failed: {Failure}\", telemetry.Value.Describe(exception));")]
    [InlineData("LogFailed(name, LoggedException.Of(e, _telemetry));")]
    [InlineData("Failed(_logger, address, e.GetType().FullName!);")]
    [InlineData("[LoggerMessage(Level = LogLevel.Error, Message = \"{Name}\")]\nprivate partial void LogFailed(string name, LoggedException failure);")]
    public void The_right_way_is_left_alone(string code) => Assert.Empty(Leaks(code));

    private static IEnumerable<string> Leaks(string code)
    {
        var rest = Allowed().Replace(code, "");
        return Calls().Matches(rest).Concat(Declarations().Matches(rest)).Select(match => match.Value.ReplaceLineEndings(" "));
    }

    // The one helper, and comments.
    [GeneratedRegex("""\b(?:Describe|LoggedException\.Of)\([^)]*\)|//[^\n]*""")]
    private static partial Regex Allowed();

    // A call of a logger, or of a method that takes one, in which an exception stands by itself or gives its text.
    [GeneratedRegex("""(?:\.Log(?:Trace|Debug|Information|Warning|Error|Critical)?\(|\(_?logger,)(?:[^;]*?[\s(,{])?(?:\w+\.)?(?:e|ex|error|failure|\w*[eE]xception)(?:\.Message|\.ToString\(\)|\.InnerException\b[^;,)]*)?\s*[,)}][^;]*;""")]
    private static partial Regex Calls();

    [GeneratedRegex("""\[LoggerMessage\((?:[^\]]|\](?!\s*(?:private|internal|public)))*\]\s*(?:private|internal|public)[^;(]*\([^;]*?\b(?!Logged)\w*Exception\??\s+\w+[^;]*;""")]
    private static partial Regex Declarations();
}
