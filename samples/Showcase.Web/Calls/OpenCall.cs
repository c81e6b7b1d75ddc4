// A call of any kind that is under way, with messages of a type that only a descriptor names.

using Google.Protobuf;
using Grpc.Core;

namespace Showcase.Web.Calls;

/// <param name="requests">Takes the requests; null when the only one was sent with the call.</param>
/// <param name="responses">The responses; ends with an <see cref="RpcException"/> when the call fails.</param>
/// <param name="trailers">What came after the last response.</param>
/// <param name="cancel">Ends the call where it is.</param>
public sealed class OpenCall(IClientStreamWriter<IMessage>? requests, IAsyncEnumerable<IMessage> responses, Func<Metadata> trailers, Action cancel)
{
    public IClientStreamWriter<IMessage>? Requests => requests;

    public IAsyncEnumerable<IMessage> Responses => responses;

    public Metadata Trailers => trailers();

    public void Cancel() => cancel();
}
