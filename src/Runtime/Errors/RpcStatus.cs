using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Status = Google.Rpc.Status;

namespace GrpcSdk;

/// <summary>
/// Makes a <c>google.rpc.Status</c> of whatever message carries an error. Generated code calls it, so that it needs not
/// know whose class the message is: that of Google.Api.CommonProtos, one that the user compiled from
/// <c>google/rpc/status.proto</c>, or a vendor's own.
/// </summary>
public static class RpcStatus
{
    /// <summary>The status that a message of the proto type <c>google.rpc.Status</c> is, whichever class it has.</summary>
    /// <typeparam name="TStatus">The class.</typeparam>
    /// <param name="status">The message; <see langword="null"/> for none.</param>
    /// <returns>The same status; <see langword="null"/> for none.</returns>
    public static Status? From<TStatus>(TStatus? status)
        where TStatus : class, IMessage<TStatus> => status switch
        {
            null => null,
            Status own => own,
            _ => Status.Parser.ParseFrom(status.ToByteString()),
        };

    /// <summary>A status of its parts, for messages that have them under a name of their own.</summary>
    /// <param name="code">The gRPC status code.</param>
    /// <param name="message">What a developer reads.</param>
    /// <param name="details">Details, if there are any.</param>
    /// <returns>The status.</returns>
    public static Status From(int code, string message, IEnumerable<Any>? details = null) =>
        new() { Code = code, Message = message, Details = { details ?? [] } };

    /// <summary>The failed requests of a batch by their index or key (AIP-233), whichever class their status has.</summary>
    /// <typeparam name="TKey">Index or key.</typeparam>
    /// <typeparam name="TStatus">The class.</typeparam>
    /// <param name="failed">Status by index or key.</param>
    /// <returns>The same with the status that the runtime knows.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="failed"/> is <see langword="null"/>.</exception>
    public static IEnumerable<KeyValuePair<TKey, Status>> FromMap<TKey, TStatus>(IEnumerable<KeyValuePair<TKey, TStatus>> failed)
        where TStatus : class, IMessage<TStatus>
    {
        ArgumentNullException.ThrowIfNull(failed);
        return failed.Select(static f => KeyValuePair.Create(f.Key, From(f.Value)!));
    }

    /// <summary>A status of every request of a batch, whichever class they have.</summary>
    /// <typeparam name="TStatus">The class.</typeparam>
    /// <param name="statuses">The statuses.</param>
    /// <returns>The same as the runtime knows them.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="statuses"/> is <see langword="null"/>.</exception>
    public static IEnumerable<Status> FromList<TStatus>(IEnumerable<TStatus> statuses)
        where TStatus : class, IMessage<TStatus>
    {
        ArgumentNullException.ThrowIfNull(statuses);
        return statuses.Select(static s => From(s)!);
    }
}
