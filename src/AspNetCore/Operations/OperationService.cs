using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using GrpcSdk.AspNetCore.Paging;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GrpcSdk.AspNetCore.Operations;

/// <summary>
/// Runs long-running operations and answers the methods about them: what an implementation of
/// <c>google.longrunning.Operations</c>, or of a service's own methods, calls.
/// </summary>
/// <example>
/// <code>
/// public override async Task&lt;Operation&gt; ProcessBatch(BatchRequest request, ServerCallContext context) =>
///     (await _operations.StartAsync&lt;BatchResult, BatchProgress&gt;(work => ProcessAsync(request, work))).ToMessage(Operation.Parser);
/// </code>
/// </example>
public sealed partial class OperationService : IAsyncDisposable
{
    /// <summary>The longest name of an operation, in characters: 256. It is the key of a row and the cursor of a page token.</summary>
    public const int MaxNameLength = 256;

    private readonly IOperationStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger<OperationService> _logger;
    private readonly GrpcTelemetryOptions _telemetry;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<string, (Task Work, CancellationTokenSource Stop)> _running = new(StringComparer.Ordinal);

    /// <summary>Makes the service; a host has one.</summary>
    /// <param name="store">Where operations are kept.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="logger">Told of work that fails.</param>
    /// <param name="telemetry">Whether texts of exceptions may be logged; they are not when it is <see langword="null"/>.</param>
    /// <exception cref="ArgumentNullException">Store, clock or logger is <see langword="null"/>.</exception>
    public OperationService(IOperationStore store, TimeProvider timeProvider, ILogger<OperationService> logger, IOptions<GrpcTelemetryOptions>? telemetry = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(timeProvider);
        ArgumentNullException.ThrowIfNull(logger);
        (_store, _time, _logger, _telemetry) = (store, timeProvider, logger, telemetry?.Value ?? new());
    }

    /// <summary>Begins an operation; its work goes on when the call that began it is over.</summary>
    /// <typeparam name="TResult">What it returns.</typeparam>
    /// <typeparam name="TMetadata">What it says about its progress.</typeparam>
    /// <param name="work">
    /// The work. An <see cref="RpcException"/> becomes the operation's error with its details; any other exception
    /// becomes INTERNAL without its text, and is logged; so does the failure of a call to another server.
    /// </param>
    /// <param name="name">Its name; a random one under <c>operations/</c> when <see langword="null"/>.</param>
    /// <param name="cancellationToken">Cancels the start, not the work.</param>
    /// <returns>The operation as it began.</returns>
    /// <exception cref="ArgumentException">The name is longer than <see cref="MaxNameLength"/>.</exception>
    /// <exception cref="RpcException">ALREADY_EXISTS: there is an operation of that name.</exception>
    public async Task<OperationRecord> StartAsync<TResult, TMetadata>(
        Func<OperationContext<TMetadata>, Task<TResult>> work,
        string? name = null,
        CancellationToken cancellationToken = default)
        where TResult : class, IMessage<TResult>
        where TMetadata : class, IMessage<TMetadata>
    {
        ArgumentNullException.ThrowIfNull(work);
        name ??= $"operations/{RandomNumberGenerator.GetHexString(32, lowercase: true)}";
        if (name.Length > MaxNameLength)
        {
            throw new ArgumentException($"The name of an operation has at most {MaxNameLength} characters; this one has {name.Length}.", nameof(name));
        }

        var operation = new OperationRecord { Name = name, CreateTime = _time.GetUtcNow() };
        if (!await _store.TryAddAsync(operation, cancellationToken).ConfigureAwait(false))
        {
            throw new RpcException(new Grpc.Core.Status(StatusCode.AlreadyExists, $"There is an operation '{name}' already."));
        }

        var (start, entry) = Prepare(name, work);
        _running[name] = entry;
        start.SetResult(true);
        return operation;
    }

    /// <summary>Does the work of an operation again that a stopped process left unfinished.</summary>
    /// <typeparam name="TResult">What it returns.</typeparam>
    /// <typeparam name="TMetadata">What it says about its progress.</typeparam>
    /// <param name="name">Its name.</param>
    /// <param name="work">The work; it has to cope with what it did before.</param>
    /// <param name="cancellationToken">Cancels the look-up, not the work.</param>
    /// <returns>False when it has finished, runs here already, or somebody else has begun it or changed it meanwhile.</returns>
    /// <exception cref="RpcException">NOT_FOUND: there is no such operation.</exception>
    public async Task<bool> RestartAsync<TResult, TMetadata>(
        string name,
        Func<OperationContext<TMetadata>, Task<TResult>> work,
        CancellationToken cancellationToken = default)
        where TResult : class, IMessage<TResult>
        where TMetadata : class, IMessage<TMetadata>
    {
        ArgumentNullException.ThrowIfNull(work);
        var operation = await GetAsync(name, cancellationToken).ConfigureAwait(false);
        var (start, entry) = Prepare(name, work);
        if (operation.Done || !_running.TryAdd(name, entry))
        {
            start.SetResult(false);
            return false;
        }

        // Others may have found it unfinished too, here or in another replica, and it may have finished since: the store lets
        // the first of all begin.
        var isOurs = false;
        try
        {
            isOurs = await _store.TryUpdateAsync(operation, cancellationToken).ConfigureAwait(false) is not null;
            return isOurs;
        }
        finally
        {
            start.SetResult(isOurs);
        }
    }

    /// <summary>The newest state of an operation.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>The operation.</returns>
    /// <exception cref="RpcException">NOT_FOUND: there is no such operation.</exception>
    public async Task<OperationRecord> GetAsync(string name, CancellationToken cancellationToken = default) =>
        await _store.FindAsync(name, cancellationToken).ConfigureAwait(false) ?? throw NotFound(name);

    /// <summary>Waits for an operation to finish, but no longer than the client wants.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="timeout">How long; <see langword="null"/> as long as the call lasts.</param>
    /// <param name="cancellationToken">Ends the wait, not the operation.</param>
    /// <returns>The newest state, finished or not.</returns>
    /// <exception cref="RpcException">NOT_FOUND: there is no such operation, or no more.</exception>
    public async Task<OperationRecord> WaitAsync(string name, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        // Clients say how long, and no timer waits for ever.
        using var timer = _time.CancelAfter(timeout ?? TimeSpan.MaxValue);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        var operation = await GetAsync(name, cancellationToken).ConfigureAwait(false);
        while (!operation.Done && !timer.IsCancellationRequested)
        {
            try
            {
                await _store.WaitForChangeAsync(name, operation.Revision, both.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (timer.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
            }

            operation = await GetAsync(name, cancellationToken).ConfigureAwait(false);
        }

        return operation;
    }

    /// <summary>Asks an operation to stop. It ends with CANCELLED when its work agrees, which may take a while.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>When the request is stored. A finished operation stays as it is.</returns>
    /// <exception cref="RpcException">NOT_FOUND: there is no such operation.</exception>
    public async Task CancelAsync(string name, CancellationToken cancellationToken = default)
    {
        _ = await GetAsync(name, cancellationToken).ConfigureAwait(false);
        await ChangeAsync(name, static o => o.Done || o.CancelRequested ? null : o with { CancelRequested = true }, cancellationToken).ConfigureAwait(false);
        if (_running.TryGetValue(name, out var running))
        {
            try
            {
                await running.Stop.CancelAsync().ConfigureAwait(false);
            }
            catch (ObjectDisposedException)
            {
                // It finished in this very moment.
            }
        }
    }

    /// <summary>Forgets a finished operation.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>When it is gone.</returns>
    /// <exception cref="RpcException">NOT_FOUND, or FAILED_PRECONDITION while it runs: cancel it first.</exception>
    public async Task DeleteAsync(string name, CancellationToken cancellationToken = default)
    {
        if (!(await GetAsync(name, cancellationToken).ConfigureAwait(false)).Done)
        {
            throw new RpcException(new Grpc.Core.Status(StatusCode.FailedPrecondition, $"Operation '{name}' has not finished; cancel it first."));
        }

        if (!await _store.TryRemoveAsync(name, cancellationToken).ConfigureAwait(false))
        {
            throw NotFound(name);
        }
    }

    /// <summary>A page of all operations.</summary>
    /// <param name="page">The page that is asked for.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>The operations by name, and the text for <c>next_page_token</c>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="page"/> is <see langword="null"/>.</exception>
    public async Task<(IReadOnlyList<OperationRecord> Operations, string NextPageToken)> ListAsync(PageRequest page, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(page);
        var found = await _store.ListAsync(Encoding.UTF8.GetString(page.Cursor.Span), page.Size + 1, cancellationToken).ConfigureAwait(false);
        return found.Count <= page.Size
            ? (found, "")
            : ([.. found.Take(page.Size)], page.NextToken(Encoding.UTF8.GetBytes(found[page.Size - 1].Name)));
    }

    /// <summary>Stops all work here; unfinished operations stay unfinished, for <see cref="RestartAsync"/>.</summary>
    /// <returns>When no work is left.</returns>
    public async ValueTask DisposeAsync()
    {
        if (_stopping.IsCancellationRequested)
        {
            return;
        }

        await _stopping.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_running.Values.Select(r => r.Work)).ConfigureAwait(false);
        _stopping.Dispose();
    }

    /// <summary>Changes a record whoever else does; null when <paramref name="change"/> finds nothing to do or it is gone.</summary>
    internal async Task<OperationRecord?> ChangeAsync(string name, Func<OperationRecord, OperationRecord?> change, CancellationToken cancellationToken)
    {
        while (await _store.FindAsync(name, cancellationToken).ConfigureAwait(false) is { } operation && change(operation) is { } changed)
        {
            if (await _store.TryUpdateAsync(changed, cancellationToken).ConfigureAwait(false) is { } updated)
            {
                return updated;
            }
        }

        return null;
    }

    /// <summary>Work that waits for its start, so that it can be registered, and with that cancelled, before its first moment.</summary>
    private (TaskCompletionSource<bool> Start, (Task Work, CancellationTokenSource Stop) Entry) Prepare<TResult, TMetadata>(
        string name,
        Func<OperationContext<TMetadata>, Task<TResult>> work)
        where TResult : class, IMessage<TResult>
        where TMetadata : class, IMessage<TMetadata>
    {
        var stop = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        var context = new OperationContext<TMetadata>(this, name, stop);
        var start = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        return (start, (WorkAsync(start.Task, context, work, stop), stop));
    }

    private async Task WorkAsync<TResult, TMetadata>(
        Task<bool> start,
        OperationContext<TMetadata> context,
        Func<OperationContext<TMetadata>, Task<TResult>> work,
        CancellationTokenSource stop)
        where TResult : class, IMessage<TResult>
        where TMetadata : class, IMessage<TMetadata>
    {
        try
        {
            if (!await start.ConfigureAwait(false))
            {
                return;
            }

            var result = await work(context).ConfigureAwait(false);
            await FinishAsync(context.Name, o => o with { Done = true, Response = Any.Pack(result) }).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            LogInterrupted(context.Name);
        }
        catch (Exception e)
        {
            var error = ErrorOf(e, context);
            await FinishAsync(context.Name, o => o with { Done = true, Error = error }).ConfigureAwait(false);
        }
        finally
        {
            // Another one may have the name by now.
            if (_running.TryGetValue(context.Name, out var registered) && registered.Stop == stop)
            {
                _running.TryRemove(KeyValuePair.Create(context.Name, registered));
            }

            stop.Dispose();
        }
    }

    private Google.Rpc.Status ErrorOf<TMetadata>(Exception exception, OperationContext<TMetadata> context)
        where TMetadata : class, IMessage<TMetadata>
    {
        switch (exception)
        {
            case OperationCanceledException when context.CancellationToken.IsCancellationRequested:
                return new Google.Rpc.Status { Code = (int)StatusCode.Cancelled, Message = "The operation was cancelled." };
            case RpcException rpc and not DownstreamRpcException:
                return rpc.GetRpcStatus() ?? new Google.Rpc.Status { Code = (int)rpc.StatusCode, Message = rpc.Status.Detail };
            default:
                LogFailed(context.Name, LoggedException.Of(exception, _telemetry));
                return new Google.Rpc.Status { Code = (int)StatusCode.Internal, Message = "The operation failed." };
        }
    }

    private async Task FinishAsync(string name, Func<OperationRecord, OperationRecord> finish)
    {
        try
        {
            await ChangeAsync(name, o => o.Done ? null : finish(o), CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // The outcome cannot be stored; the operation stays unfinished, as after a crash.
            LogFailed(name, LoggedException.Of(e, _telemetry));
        }
    }

    private static RpcException NotFound(string name) =>
        new(new Grpc.Core.Status(StatusCode.NotFound, $"There is no operation '{name}'."));

    [LoggerMessage(Level = LogLevel.Error, Message = "Operation {Name} failed: {Failure}")]
    private partial void LogFailed(string name, LoggedException failure);

    [LoggerMessage(Level = LogLevel.Information, Message = "Operation {Name} was interrupted because the host stops.")]
    private partial void LogInterrupted(string name);
}
