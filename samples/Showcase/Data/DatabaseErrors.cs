// What callers hear of trouble with the database: when it is gone for a while they hear when to come back, and never
// a text of the exception.

using System.Net.Sockets;
using Grpc.Core;
using GrpcSdk;
using GrpcSdk.AspNetCore;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Showcase.Errors;

namespace Showcase.Data;

internal static class DatabaseErrors
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    /// <summary>Maps the exceptions of the database to statuses.</summary>
    public static void Map(GrpcRecoveryOptions recovery) => recovery
        .Map<NpgsqlException>((error, _) => StatusOf(error))
        // The name of its machine is not known.
        .Map<SocketException>((error, _) => StatusOf(error))
        // How Entity Framework wraps what a query, or a write, throws.
        .Map<InvalidOperationException>((error, _) => StatusOf(error))
        .Map<DbUpdateException>((error, _) => StatusOf(error))
        .Map<DbUpdateConcurrencyException>((_, _) => RpcErrors.New(
            StatusCode.Aborted, "Somebody else changed or deleted it at the same time. Read it again and repeat the change.", "CHANGED_MEANWHILE"));

    /// <summary>Whether the database is to blame, so that the same may succeed a little later.</summary>
    public static bool IsPassing(Exception error) => Find(error) switch
    {
        PostgresException answer => answer.IsTransient || IsAway(answer.SqlState),
        null => false,
        _ => true,
    };

    /// <summary>What went wrong with the database, or on the way to it; null when an exception tells of nothing like that.</summary>
    public static Exception? Find(Exception? error)
    {
        while (error is not (null or NpgsqlException or SocketException))
        {
            error = error.InnerException;
        }

        return error;
    }

    private static RpcError StatusOf(Exception error) =>
        IsPassing(error) ? RpcErrors.New(StatusCode.Unavailable, "The database is not available.", "DATABASE_UNAVAILABLE").SetRetryDelay(RetryDelay)
        : Find(error) is PostgresException { SqlState: PostgresErrorCodes.CharacterNotInRepertoire or PostgresErrorCodes.UntranslatableCharacter }
            ? RpcErrors.New(StatusCode.InvalidArgument, "A text holds the character U+0000, which cannot be stored.", "INVALID_REQUEST")
        : new RpcError(StatusCode.Internal, "An internal error occurred.");

    // It shuts down, starts, or ended this connection.
    private static bool IsAway(string state) =>
        state is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow
            or PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.TooManyConnections;
}
