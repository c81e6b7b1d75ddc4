// Closes connections of an address that has too many, so that nobody can take all that the host accepts.

using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Connections;

namespace Showcase.Hosting;

/// <param name="limit">How many connections an address may have open at once.</param>
internal sealed class ConnectionsPerCaller(int limit)
{
    private readonly ConcurrentDictionary<IPAddress, int> _open = new();

    /// <summary>A connection as Kestrel takes it, before any protocol.</summary>
    public ConnectionDelegate Limit(ConnectionDelegate next) => async connection =>
    {
        if (connection.RemoteEndPoint is not IPEndPoint { Address: var caller })
        {
            await next(connection);
            return;
        }

        try
        {
            if (_open.AddOrUpdate(caller, 1, (_, open) => open + 1) <= limit)
            {
                await next(connection);
            }
        }
        finally
        {
            if (_open.AddOrUpdate(caller, 0, (_, open) => open - 1) == 0)
            {
                _open.TryRemove(new(caller, 0));
            }
        }
    };
}
