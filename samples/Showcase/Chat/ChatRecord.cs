// A message of a room as the database has it.

using Acme.Chat.V1;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Showcase.Chat;

internal sealed class ChatRecord
{
    public string RoomId { get; set; } = "";

    /// <summary>Place in the room, from 1, without holes.</summary>
    public long Sequence { get; set; }

    public string UserId { get; set; } = "";
    public ChatMessage.Types.Kind Kind { get; set; }
    public string Content { get; set; } = "";
    public DateTime Time { get; set; }
    public string ClientMessageId { get; set; } = "";

    public ChatMessage ToMessage() => new()
    {
        UserId = UserId,
        RoomId = RoomId,
        Content = Content,
        Timestamp = Time.ToTimestamp(),
        Kind = Kind,
        Sequence = Sequence,
        ClientMessageId = ClientMessageId,
    };

    internal sealed class Table : IEntityTypeConfiguration<ChatRecord>
    {
        public void Configure(EntityTypeBuilder<ChatRecord> builder) =>
            builder.ToTable("chat_messages").HasKey(message => new { message.RoomId, message.Sequence });
    }
}
