// acme.chat.v1.ChatService: rooms, live in both directions.

using Acme.Chat.V1;
using Grpc.Core;
using GrpcSdk;

namespace Showcase.Chat;

[GrpcService]
internal sealed class ChatServiceV1(ChatRooms rooms) : ChatService.ChatServiceBase
{
    public override async Task Chat(IAsyncStreamReader<ChatMessage> requestStream, IServerStreamWriter<ChatMessage> responseStream, ServerCallContext context)
    {
        await using var session = new ChatSession(rooms, responseStream, context.CancellationToken);
        await session.RunAsync(requestStream);
    }
}
