using Grpc.Net.Client.Balancer;
using Microsoft.Extensions.Logging;

namespace GrpcSdk.Client;

/// <summary>
/// Finds the addresses of a server by asking for them again and again, for registries that do not notify.
/// Register it with <c>AddGrpcPollingResolver</c>.
/// </summary>
internal sealed partial class PollingAddressResolver(
    Uri address,
    Func<Uri, CancellationToken, Task<IReadOnlyList<BalancerAddress>>> resolve,
    TimeSpan interval,
    TimeProvider time,
    ILoggerFactory loggers) : PollingResolver(loggers)
{
    private readonly ILogger _logger = loggers.CreateLogger<PollingAddressResolver>();
    private ITimer? _timer;
    private bool _hasAddresses;

    protected override void OnStarted() => _timer = time.CreateTimer(_ => Poll(), null, interval, interval);

    protected override async Task ResolveAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<BalancerAddress> addresses;
        try
        {
            addresses = await resolve(address, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            Failed(_logger, address, error.GetType().Name);
            Fail("could not be resolved");
            return;
        }

        if (addresses.Count == 0)
        {
            Empty(_logger, address);
            Fail("has no addresses");
            return;
        }

        _hasAddresses = true;
        Listener(ResolverResult.ForResult(addresses));
    }

    protected override void Dispose(bool disposing)
    {
        _timer?.Dispose();
        base.Dispose(disposing);
    }

    // A timer that has fired may run when the channel is gone; an exception here would end the process.
    private void Poll()
    {
        try
        {
            Refresh();
        }
        catch (ObjectDisposedException)
        {
            // There is nobody to find addresses for.
        }
    }

    // A registry that is down for a moment must not take the known addresses away from calls that work.
    private void Fail(string problem)
    {
        if (!_hasAddresses)
        {
            Listener(ResolverResult.ForFailure(new Grpc.Core.Status(Grpc.Core.StatusCode.Unavailable, $"'{address}' {problem}.")));
        }
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "Resolving {Address} failed with {ExceptionType}; the addresses known so far stay in use")]
    private static partial void Failed(ILogger logger, Uri address, string exceptionType);

    [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "Resolving {Address} gave no addresses; the addresses known so far stay in use")]
    private static partial void Empty(ILogger logger, Uri address);
}

/// <summary>Makes a <see cref="PollingAddressResolver"/> for each channel whose address has the scheme.</summary>
internal sealed class PollingAddressResolverFactory(
    string scheme,
    Func<Uri, CancellationToken, Task<IReadOnlyList<BalancerAddress>>> resolve,
    TimeSpan interval,
    TimeProvider time) : ResolverFactory
{
    public override string Name => scheme;

    public override Resolver Create(ResolverOptions options) => new PollingAddressResolver(options.Address, resolve, interval, time, options.LoggerFactory);
}
