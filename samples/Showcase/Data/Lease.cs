// Lets one replica at a time work on something: a job, an upload, a game. The row of the thing says until when it is
// taken; the replica renews that while it works, and when it dies another one takes over. Each taking has a number that
// grows, the fence: a write that names its fence fails when somebody else has taken the thing meanwhile, however late
// it comes and whatever the clocks say.

using Microsoft.EntityFrameworkCore;

namespace Showcase.Data;

/// <summary>A row that one replica at a time works on.</summary>
internal interface ILeased
{
    /// <summary>Number of the last taking.</summary>
    long Fence { get; set; }

    /// <summary>Until when it is taken.</summary>
    DateTime LeaseEnd { get; set; }
}

internal static class Lease
{
    /// <summary>How long a replica may be silent before others take over.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(5);

    /// <summary>How often a replica renews what it holds.</summary>
    public static readonly TimeSpan Renewal = TimeSpan.FromSeconds(1);

    /// <summary>Takes a row that was just read, unless somebody was faster.</summary>
    /// <param name="row">The row, by its key.</param>
    /// <param name="seen">The fence that was read; the taking has the next one.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public static async Task<bool> TryTakeAsync<T>(this IQueryable<T> row, long seen, DateTime now, CancellationToken cancellationToken)
        where T : class, ILeased =>
        await row.Where(leased => leased.Fence == seen).ExecuteUpdateAsync(
            set => set.SetProperty(leased => leased.Fence, seen + 1).SetProperty(leased => leased.LeaseEnd, now + Length),
            cancellationToken) == 1;

    /// <summary>Holds a row for longer, or gives it back when the time is past.</summary>
    /// <returns>False when somebody else has taken it.</returns>
    public static async Task<bool> TryRenewAsync<T>(this IQueryable<T> row, long fence, DateTime end, CancellationToken cancellationToken)
        where T : class, ILeased =>
        await row.Where(leased => leased.Fence == fence).ExecuteUpdateAsync(set => set.SetProperty(leased => leased.LeaseEnd, end), cancellationToken) == 1;
}
