namespace GrpcSdk;

/// <summary>
/// One token for the calls of a helper that its caller can stop in two ways, with a token of the enumeration and with the
/// one of the call options. Exceptions name the caller's own token, which is how callers tell their cancellation from others.
/// </summary>
internal sealed class StopTokens : IDisposable
{
    private readonly CancellationToken _caller;
    private readonly CancellationToken _callOptions;
    private readonly CancellationTokenSource _either;

    public StopTokens(CancellationToken caller, CancellationToken callOptions)
    {
        _caller = caller;
        _callOptions = callOptions;
        _either = CancellationTokenSource.CreateLinkedTokenSource(caller, callOptions);
        Token = _either.Token;
    }

    /// <summary>For the calls.</summary>
    public CancellationToken Token { get; }

    /// <summary>The caller's token that has fired; that of the helper itself when none has.</summary>
    public CancellationToken Cause =>
        _caller.IsCancellationRequested ? _caller
        : _callOptions.IsCancellationRequested ? _callOptions
        : Token;

    public bool IsCancellationRequested => _either.IsCancellationRequested;

    public void ThrowIfCancellationRequested()
    {
        if (_either.IsCancellationRequested)
        {
            throw new OperationCanceledException(Cause);
        }
    }

    /// <summary>Whether an exception is what becomes of a call or a wait whose token has fired.</summary>
    public bool IsReasonOf(Exception exception) => _either.IsCancellationRequested && exception.IsCancellation();

    /// <summary>The same exception as the caller expects it.</summary>
    public OperationCanceledException Translate(Exception exception) => new(exception.Message, exception, Cause);

    public Task CancelAsync() => _either.CancelAsync();

    public void Dispose() => _either.Dispose();
}
