// A failure that nobody looked at fails the run of its test program: code under test must not leave tasks like that behind.
using System.Collections.Concurrent;

[assembly: AssemblyFixture(typeof(GrpcSdk.Tests.Shared.UnobservedTasks))]

namespace GrpcSdk.Tests.Shared;

/// <summary>Counts <see cref="TaskScheduler.UnobservedTaskException"/> over a whole run. A test that provokes one marks it observed.</summary>
public sealed class UnobservedTasks : IDisposable
{
    private readonly ConcurrentQueue<UnobservedTaskExceptionEventArgs> _seen = new();

    public UnobservedTasks() => TaskScheduler.UnobservedTaskException += Note;

    /// <summary>What only garbage knows of comes out before the count.</summary>
    /// <exception cref="InvalidOperationException">There were some; the run fails.</exception>
    public void Dispose()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        TaskScheduler.UnobservedTaskException -= Note;
        var forgotten = _seen.Where(args => !args.Observed).Select(args => args.Exception).ToList();
        if (forgotten.Count > 0)
        {
            throw new InvalidOperationException(
                $"{forgotten.Count} tasks failed and nobody looked (TaskScheduler.UnobservedTaskException):\n{string.Join("\n\n", forgotten.Take(10))}");
        }
    }

    private void Note(object? sender, UnobservedTaskExceptionEventArgs args) => _seen.Enqueue(args);
}
