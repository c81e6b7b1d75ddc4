using Google.Protobuf;
using Grpc.Core;

namespace GrpcSdk.Streaming;

/// <summary>
/// What a resumable stream has to know of a server-streaming RPC: how to open it, where an item says its place, and how a
/// request asks to go on from there. Generated for the pairs of fields that docs/paging.md lists; write one by hand for others.
/// </summary>
/// <typeparam name="TRequest">The request.</typeparam>
/// <typeparam name="TItem">The streamed message.</typeparam>
/// <typeparam name="TCursor">A place in the stream: a token, an id, an offset, a time.</typeparam>
public sealed class ResumeMethod<TRequest, TItem, TCursor>
    where TRequest : class, IMessage<TRequest>
    where TItem : class, IMessage<TItem>
{
    /// <summary>Describes a resumable RPC.</summary>
    /// <param name="name">The name that errors carry, such as <c>LogService.TailLogs</c>.</param>
    /// <param name="call">Opens the stream.</param>
    /// <param name="cursorOf">The place of an item; <see langword="default"/> or empty for an item without one.</param>
    /// <param name="resumeAt">
    /// Makes a request go on at a place, after the item or with it: what was delivered already is left out either way.
    /// </param>
    /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
    public ResumeMethod(
        string name,
        Func<ClientBase, TRequest, CallOptions, AsyncServerStreamingCall<TItem>> call,
        Func<TItem, TCursor> cursorOf,
        Action<TRequest, TCursor> resumeAt)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(cursorOf);
        ArgumentNullException.ThrowIfNull(resumeAt);
        Name = name;
        Call = call;
        CursorOf = cursorOf;
        ResumeAt = resumeAt;
    }

    /// <summary>The name that errors carry.</summary>
    public string Name { get; }

    /// <summary>How many items the request asks for in all, 0 for any number; <see langword="null"/> when it cannot say.</summary>
    public Func<TRequest, long>? LimitOf { get; init; }

    /// <summary>Sets how many items are still wanted; together with <see cref="LimitOf"/>.</summary>
    public Action<TRequest, long>? SetLimit { get; init; }

    internal Func<ClientBase, TRequest, CallOptions, AsyncServerStreamingCall<TItem>> Call { get; }

    internal Func<TItem, TCursor> CursorOf { get; }

    internal Action<TRequest, TCursor> ResumeAt { get; }
}
