using System.Collections;

namespace GrpcSdk.Batching;

/// <summary>Stands for a response that answers all keys of its batch at once.</summary>
internal sealed class SameForAll<T>(T item) : IReadOnlyList<T>
{
    public int Count => -1;

    public T this[int index] => item;

    public IEnumerator<T> GetEnumerator() => throw new NotSupportedException("One response answers all keys; there is nothing to enumerate.");

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
