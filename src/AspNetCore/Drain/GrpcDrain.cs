using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace GrpcSdk.AspNetCore;

/// <summary>
/// Empties the server when the host stops (SIGTERM): health says NOT_SERVING, then streams are asked to end, then those
/// that did not are cancelled; unary calls in flight finish within the host's shutdown timeout. Where all streams have
/// ended nobody waits.
/// </summary>
/// <example>A handler of a stream ends itself: <code>while (!drain.Token.IsCancellationRequested) …</code></example>
public sealed class GrpcDrain : IHostedLifecycleService, IDisposable
{
    // How long a watch of the health service may take to pass NOT_SERVING on, however short the grace of streams is.
    private static readonly TimeSpan HealthGrace = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _asked = new();
    private readonly CancellationTokenSource _forced = new();
    private readonly CancellationTokenRegistration _stopping;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly GrpcDrainOptions _options;
    private readonly TimeProvider _time;
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isDraining;
    private int _begun;

    /// <summary>Created by the service collection.</summary>
    /// <param name="lifetime">Says when the host stops.</param>
    /// <param name="options">The settings.</param>
    /// <param name="time">The clock.</param>
    public GrpcDrain(IHostApplicationLifetime lifetime, IOptions<GrpcDrainOptions> options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(lifetime);
        ArgumentNullException.ThrowIfNull(options);
        _lifetime = lifetime;
        _options = options.Value;
        _time = time;
        _stopping = lifetime.ApplicationStopping.Register(() => _isDraining = true);
    }

    /// <summary>Whether the host is stopping; health is NOT_SERVING from then on.</summary>
    public bool IsDraining => _isDraining;

    /// <summary>Cancelled when streams should come to their end. Unary calls need not look at it.</summary>
    public CancellationToken Token => _asked.Token;

    /// <summary>Cancelled when streams must end.</summary>
    internal CancellationToken Forced => _forced.Token;

    /// <summary>The streams that are open.</summary>
    internal OpenCalls Streams { get; } = new();

    /// <summary>The watches of the health service that are open; they are streams too.</summary>
    internal OpenCalls Watches { get; } = new();

    /// <inheritdoc/>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        // A host that is stopped from two sides asks twice.
        if (Interlocked.Exchange(ref _begun, 1) == 0)
        {
            await DrainAsync(cancellationToken);
            _drained.SetResult();
        }

        await _drained.Task;
    }

    private async Task DrainAsync(CancellationToken cancellationToken)
    {
        // A signal tells the lifetime first; who calls the host's StopAsync gets here before the lifetime knows, and with it
        // everything that ends when the application stops, such as the watches of the health service.
        _isDraining = true;
        _lifetime.StopApplication();
        try
        {
            await Task.Delay(_options.HealthDelay, _time, cancellationToken);
            await _asked.CancelAsync();
            await WaitAsync(Streams.AllEndedAsync(), _options.StreamGrace, cancellationToken);
            await WaitAsync(Watches.AllEndedAsync(), HealthGrace, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The host's shutdown timeout is shorter than the drain: end the streams now.
            await _asked.CancelAsync();
        }

        await _forced.CancelAsync();
    }

    private async Task WaitAsync(Task ended, TimeSpan atMost, CancellationToken cancellationToken)
    {
        try
        {
            await ended.WaitAsync(atMost, _time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // Those that are left are cut off.
        }
    }

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopping.Dispose();
        _asked.Dispose();
        _forced.Dispose();
    }
}
