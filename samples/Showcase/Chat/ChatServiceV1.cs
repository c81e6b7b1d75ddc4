// acme.chat.v1.ChatService: rooms, live in both directions.

using Acme.Chat.V1;
using Grpc.Core;
using GrpcSdk;
using GrpcSdk.AspNetCore;

namespace Showcase.Chat;

[GrpcService]
internal sealed class ChatServiceV1(ChatRooms rooms) : ChatService.ChatServiceBase
{
    [GrpcInterceptor<ResourceAuthorizationInterceptor>(Order = 200)]
    [GrpcInterceptor<MessageLimitInterceptor>(Order = 300)]
    public override async Task Chat(IAsyncStreamReader<ChatMessage> requestStream, IServerStreamWriter<ChatMessage> responseStream, ServerCallContext context)
    {
        await using var session = new ChatSession(rooms, responseStream, context.CancellationToken);
        await session.RunAsync(requestStream);
    }
}
