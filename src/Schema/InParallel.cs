using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace GrpcSdk.Schema;

/// <summary>Independent work on all cores.</summary>
internal static class InParallel
{
    /// <summary>The results in the order of the items. The exception of an item is thrown as it is.</summary>
    public static TResult[] Select<T, TResult>(IReadOnlyList<T> items, Func<T, TResult> work)
    {
        var results = new TResult[items.Count];
        ForEach(Enumerable.Range(0, results.Length), i => results[i] = work(items[i]));
        return results;
    }

    /// <summary>Does the work for each item. Items may differ in weight by much, so a core takes one at a time.</summary>
    public static void ForEach<T>(IEnumerable<T> items, Action<T> work)
    {
        try
        {
            Parallel.ForEach(Partitioner.Create(items, EnumerablePartitionerOptions.NoBuffering), work);
        }
        catch (AggregateException exception)
        {
            ExceptionDispatchInfo.Capture(exception.Flatten().InnerExceptions[0]).Throw();
        }
    }
}
