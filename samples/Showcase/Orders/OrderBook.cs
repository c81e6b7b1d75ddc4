// The orders themselves.

using Microsoft.EntityFrameworkCore;
using Showcase.Data;

namespace Showcase.Orders;

internal sealed class OrderBook(IDbContextFactory<ShowcaseDb> databases, TimeProvider time)
{
    /// <summary>The order that a request id stored before; null when there is none.</summary>
    public async Task<OrderRecord?> FindAsync(string requestId, CancellationToken cancellationToken)
    {
        if (requestId.Length == 0)
        {
            return null;
        }

        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<OrderRecord>().AsNoTracking().SingleOrDefaultAsync(order => order.RequestId == requestId, cancellationToken);
    }

    /// <summary>Stores an order, or returns the one that the same request id stored meanwhile.</summary>
    public async Task<OrderRecord> AddAsync(OrderRecord order, CancellationToken cancellationToken)
    {
        order.CreateTime = time.GetUtcNow().UtcDateTime;
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        db.Add(order);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return order;
        }
        catch (DbUpdateException exception) when (order.RequestId is not null && !DatabaseErrors.IsPassing(exception))
        {
            return await FindAsync(order.RequestId, cancellationToken) ?? throw new InvalidOperationException("The order was not stored, and no other one is in its way.");
        }
    }
}
