// Runs a method's marshallers outside of gRPC: protobuf's work on contexts only.

using System.Buffers;
using Grpc.Core;

namespace Showcase.Web.Calls;

internal static class Payloads
{
    public static byte[] Serialize<T>(this Marshaller<T> marshaller, T message)
    {
        var context = new Writing();
        marshaller.ContextualSerializer(message, context);
        return context.Payload;
    }

    public static T Deserialize<T>(this Marshaller<T> marshaller, byte[] payload) => marshaller.ContextualDeserializer(new Reading(payload));

    private sealed class Writing : SerializationContext
    {
        private readonly ArrayBufferWriter<byte> _buffer = new();

        public byte[] Payload { get; private set; } = [];

        public override void Complete(byte[] payload) => Payload = payload;

        public override void SetPayloadLength(int payloadLength)
        {
        }

        public override IBufferWriter<byte> GetBufferWriter() => _buffer;

        public override void Complete() => Payload = _buffer.WrittenSpan.ToArray();
    }

    private sealed class Reading(byte[] payload) : DeserializationContext
    {
        public override int PayloadLength => payload.Length;

        public override byte[] PayloadAsNewBuffer() => payload;

        public override ReadOnlySequence<byte> PayloadAsReadOnlySequence() => new(payload);
    }
}
