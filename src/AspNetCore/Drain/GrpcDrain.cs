using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace GrpcSdk.AspNetCore;

/// <summary>
/// Empties the server when the host stops (SIGTERM): health says NOT_SERVING, then streams are asked to end, then those
/// that did not are cancelled; unary calls in flight finish within the host's shutdown timeout.
/// </summary>
/// <example>A handler of a stream ends itself: <code>while (!drain.Token.IsCancellationRequested) …</code></example>
public sealed class GrpcDrain : IHostedLifecycleService, IDisposable
{
    private readonly CancellationTokenSource _asked = new();
    private readonly CancellationTokenSource _forced = new();
    private readonly CancellationTokenRegistration _stopping;
    private readonly GrpcDrainOptions _options;
    private readonly TimeProvider _time;
    private volatile bool _isDraining;

    /// <summary>Created by the service collection.</summary>
    /// <param name="lifetime">Says when the host stops.</param>
    /// <param name="options">The settings.</param>
    /// <param name="time">The clock.</param>
    public GrpcDrain(IHostApplicationLifetime lifetime, IOptions<GrpcDrainOptions> options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(lifetime);
        ArgumentNullException.ThrowIfNull(options);
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

    /// <inheritdoc/>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        // A signal tells the lifetime first; who calls the host's StopAsync gets here before the lifetime knows.
        _isDraining = true;
        try
        {
            await Task.Delay(_options.HealthDelay, _time, cancellationToken);
            await _asked.CancelAsync();
            await Task.Delay(_options.StreamGrace, _time, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The host's shutdown timeout is shorter than the drain: end the streams now.
            await _asked.CancelAsync();
        }

        await _forced.CancelAsync();
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
