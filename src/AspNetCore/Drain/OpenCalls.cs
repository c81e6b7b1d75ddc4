namespace GrpcSdk.AspNetCore;

/// <summary>Counts calls that are open, and tells when none is left.</summary>
internal sealed class OpenCalls
{
    private readonly object _gate = new();
    private TaskCompletionSource? _ended;
    private int _open;

    internal void Began()
    {
        lock (_gate)
        {
            _open++;
        }
    }

    internal void Ended()
    {
        lock (_gate)
        {
            if (--_open == 0)
            {
                _ended?.SetResult();
                _ended = null;
            }
        }
    }

    /// <summary>Completes at the first moment from now on at which no call is open.</summary>
    internal Task AllEndedAsync()
    {
        lock (_gate)
        {
            if (_open == 0)
            {
                return Task.CompletedTask;
            }

            _ended ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _ended.Task;
        }
    }
}
