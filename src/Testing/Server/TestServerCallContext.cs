// The context of a service method, for unit tests of service classes; mocks pass it to their handlers as well.
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace GrpcSdk.Testing;

/// <summary>
/// A <see cref="ServerCallContext"/> for tests: what a client sent goes in, what the method did comes out.
/// </summary>
public sealed class TestServerCallContext : ServerCallContext, IDisposable
{
    // The key under which Grpc.AspNetCore.Server's GetHttpContext() looks for the context in unit tests.
    private const string HttpContextKey = "__HttpContext";

    private readonly CancellationTokenSource _cancellation;
    private readonly Func<Metadata, bool>? _sendHeaders;
    private readonly ITimer? _deadlineTimer;

    private TestServerCallContext(
        string method,
        string host,
        Metadata requestHeaders,
        DateTime deadline,
        string peer,
        CancellationTokenSource cancellation,
        Func<Metadata, bool>? sendHeaders,
        ITimer? deadlineTimer)
    {
        MethodCore = method;
        HostCore = host;
        RequestHeadersCore = requestHeaders;
        DeadlineCore = deadline;
        PeerCore = peer;
        _cancellation = cancellation;
        _sendHeaders = sendHeaders;
        _deadlineTimer = deadlineTimer;
    }

    /// <summary>The headers that the method sent with <c>WriteResponseHeadersAsync</c>, or null.</summary>
    public Metadata? ResponseHeaders { get; private set; }

    /// <inheritdoc/>
    protected override string MethodCore { get; }

    /// <inheritdoc/>
    protected override string HostCore { get; }

    /// <inheritdoc/>
    protected override string PeerCore { get; }

    /// <inheritdoc/>
    protected override DateTime DeadlineCore { get; }

    /// <inheritdoc/>
    protected override Metadata RequestHeadersCore { get; }

    /// <inheritdoc/>
    protected override CancellationToken CancellationTokenCore => _cancellation.Token;

    /// <inheritdoc/>
    protected override Metadata ResponseTrailersCore { get; } = [];

    /// <inheritdoc/>
    protected override Status StatusCore { get; set; }

    /// <inheritdoc/>
    protected override WriteOptions? WriteOptionsCore { get; set; }

    /// <inheritdoc/>
    protected override AuthContext AuthContextCore { get; } = new(null, new Dictionary<string, List<AuthProperty>>());

    /// <inheritdoc/>
    protected override IDictionary<object, object> UserStateCore { get; } = new Dictionary<object, object>();

    /// <summary>Creates a context. Add to <see cref="ServerCallContext.UserState"/> what interceptors would have left there.</summary>
    /// <param name="method">The full method name.</param>
    /// <param name="requestHeaders">The headers that the client sent.</param>
    /// <param name="deadline">The client's deadline in UTC; when it passes, the token is canceled. Null for none.</param>
    /// <param name="httpContext">What <c>GetHttpContext()</c> gives; null when the method does not ask.</param>
    /// <param name="peer">The client's address.</param>
    /// <param name="host">The host that the client called.</param>
    /// <param name="time">The clock of the deadline; null for the system's.</param>
    /// <param name="cancellationToken">Cancels the call; so does <see cref="Cancel"/>.</param>
    public static TestServerCallContext Create(
        string method = "/test.TestService/Method",
        Metadata? requestHeaders = null,
        DateTime? deadline = null,
        HttpContext? httpContext = null,
        string peer = "ipv4:127.0.0.1:50000",
        string host = "localhost",
        TimeProvider? time = null,
        CancellationToken cancellationToken = default)
    {
        var cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ITimer? timer = null;
        if (deadline is { } value && value != DateTime.MaxValue)
        {
            time ??= TimeProvider.System;
            var left = value - time.GetUtcNow().UtcDateTime;
            timer = DeadlineTimer.Start(time, left > TimeSpan.Zero ? left : TimeSpan.Zero, cancellation.Cancel);
        }

        var context = new TestServerCallContext(method, host, requestHeaders ?? [], deadline ?? DateTime.MaxValue, peer, cancellation, null, timer);
        if (httpContext is not null)
        {
            context.UserState[HttpContextKey] = httpContext;
        }

        return context;
    }

    /// <summary>Cancels the call, as a client that hangs up.</summary>
    public void Cancel() => _cancellation.Cancel();

    /// <summary>Stops the deadline's timer.</summary>
    public void Dispose()
    {
        _deadlineTimer?.Dispose();
        _cancellation.Dispose();
    }

    internal static TestServerCallContext ForMock(RpcCall call, Func<Metadata, bool> sendHeaders, CancellationToken aborted) => new(
        call.Rpc.FullName,
        call.Host ?? "localhost",
        call.Headers,
        call.Deadline ?? DateTime.MaxValue,
        "inproc:mock",
        CancellationTokenSource.CreateLinkedTokenSource(aborted),
        sendHeaders,
        null);

    /// <inheritdoc/>
    protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders)
    {
        ArgumentNullException.ThrowIfNull(responseHeaders);
        if (ResponseHeaders is not null || _sendHeaders?.Invoke(responseHeaders) == false)
        {
            throw new InvalidOperationException("Response headers can only be sent once per call.");
        }

        ResponseHeaders = responseHeaders.Copy();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) =>
        throw new NotSupportedException("Grpc.AspNetCore.Server has no propagation tokens; use AddGrpcClient(…).EnableCallContextPropagation().");
}
