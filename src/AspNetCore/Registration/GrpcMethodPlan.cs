namespace GrpcSdk.AspNetCore;

/// <summary>
/// Endpoint metadata: which interceptors of the service's list run around one method. Read it with
/// <c>endpoint.Metadata.GetMetadata&lt;GrpcMethodPlan&gt;()</c>.
/// </summary>
public sealed class GrpcMethodPlan
{
    private readonly bool[] _slots;

    internal GrpcMethodPlan(string method, bool[] slots, IReadOnlyList<Type> interceptors)
    {
        _slots = slots;
        Method = method;
        Interceptors = interceptors;
    }

    /// <summary>The full name of the method, <c>package.Service/Method</c>.</summary>
    public string Method { get; }

    /// <summary>The interceptors that run around the method, outermost first.</summary>
    public IReadOnlyList<Type> Interceptors { get; }

    /// <summary>Whether authorization asks for nothing but an authenticated caller; <see langword="null"/> until a call found out.</summary>
    internal bool? AsksForCallerOnly { get; set; }

    /// <summary>The method and its chain, for logs.</summary>
    public override string ToString() => $"{Method}: {string.Join(" > ", Interceptors.Select(type => type.Name))}";

    internal bool Runs(int slot) => _slots[slot];
}
