// Writes the log of the host to files that TailLogs reads, and wakes it after every entry.

using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Compact;
using Showcase.Live;

namespace Showcase.Logs;

internal static class LogsArea
{
    /// <summary>Notified after every entry.</summary>
    public const string Topic = "logs";

    /// <summary>The setting that says where the files are kept. Hosts may share a database, not a log.</summary>
    public const string FolderSetting = "Logs:Folder";

    /// <param name="services">The services of the host.</param>
    /// <param name="folder">Where the files are kept.</param>
    public static IServiceCollection AddLogs(this IServiceCollection services, string folder)
    {
        var files = new LogFiles(folder);
        CreateFolder(folder);
        services.AddSingleton(files);
        return services.AddSingleton<ILoggerProvider>(provider => new Serilog.Extensions.Logging.SerilogLoggerProvider(
            Logger(files, provider.GetRequiredService<LocalNotifier>()),
            dispose: true));
    }

    // The first entry would make it, but the health of the log is looked at before. What cannot be made, health reports.
    private static void CreateFolder(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
        }
    }

    private static Logger Logger(LogFiles files, INotifier notifier) => new LoggerConfiguration()
        .MinimumLevel.Verbose()
        .WriteTo.File(
            new RenderedCompactJsonFormatter(),
            files.FirstPath,
            fileSizeLimitBytes: LogFiles.MaxFileBytes,
            rollOnFileSizeLimit: true,
            retainedFileCountLimit: LogFiles.KeptFiles)
        // After the file, which has the entry by then.
        .WriteTo.Sink(new WakingSink(notifier))
        .CreateLogger();

    private sealed class WakingSink(INotifier notifier) : ILogEventSink
    {
        public void Emit(LogEvent logEvent) => notifier.Notify(Topic);
    }
}
