using System.Collections;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace GrpcSdk.Schema.Tests.Robustness;

/// <summary>Damages a descriptor set: its bytes, or the values in it.</summary>
internal static class Damage
{
    private static readonly string[] Names = ["", ".", "a", "a.v1", ".a.v1.M", "google.protobuf.Empty", "\ud83d\ude00", "_", "..x", "A_B", "M", ".a.v1.Nowhere"];
    private static readonly int[] Numbers = [int.MinValue, -1, 0, 1, 2, 3, 7, 11, 999, 1000, 1001, 50_001, 536_870_911, int.MaxValue];

    public static byte[] Apply(byte[] original, Random random)
    {
        if (random.Next(2) == 0)
        {
            return DamageBytes(original, random);
        }

        var set = FileDescriptorSet.Parser.ParseFrom(original);
        var messages = new List<IMessage>();
        Collect(set, messages);
        for (var i = random.Next(1, 8); i > 0; i--)
        {
            DamageValue(messages[random.Next(messages.Count)], random);
        }

        return set.ToByteArray();
    }

    private static byte[] DamageBytes(byte[] original, Random random)
    {
        var bytes = original.ToList();
        switch (random.Next(6))
        {
            case 0:
                return [.. bytes.Take(random.Next(bytes.Count))];
            case 1:
                var noise = new byte[random.Next(200)];
                random.NextBytes(noise);
                return noise;
            case 2:
                bytes.RemoveRange(random.Next(bytes.Count - 20), random.Next(1, 20));
                return [.. bytes];
            case 3:
                bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(random.Next(bytes.Count - 50), random.Next(1, 50)));
                return [.. bytes];
            default:
                for (var i = random.Next(1, 10); i > 0; i--)
                {
                    bytes[random.Next(bytes.Count)] = (byte)random.Next(256);
                }

                return [.. bytes];
        }
    }

    private static void Collect(IMessage message, List<IMessage> messages)
    {
        messages.Add(message);
        foreach (var field in message.Descriptor.Fields.InFieldNumberOrder().Where(field => field.FieldType == FieldType.Message))
        {
            switch (field.Accessor.GetValue(message))
            {
                case IMessage child:
                    Collect(child, messages);
                    break;
                case IList list:
                    foreach (var child in list.OfType<IMessage>())
                    {
                        Collect(child, messages);
                    }

                    break;
            }
        }
    }

    private static void DamageValue(IMessage message, Random random)
    {
        var fields = message.Descriptor.Fields.InFieldNumberOrder();
        if (fields.Count == 0)
        {
            return;
        }

        var field = fields[random.Next(fields.Count)];
        if (field.IsRepeated)
        {
            DamageList((IList)field.Accessor.GetValue(message), field, random);
        }
        else if (random.Next(4) == 0)
        {
            field.Accessor.Clear(message);
        }
        else if (NewValue(field, random) is { } value)
        {
            field.Accessor.SetValue(message, value);
        }
    }

    private static void DamageList(IList list, FieldDescriptor field, Random random)
    {
        if (list.Count > 0 && random.Next(2) == 0)
        {
            list.RemoveAt(random.Next(list.Count));
        }
        else if (list.Count > 0 && random.Next(2) == 0)
        {
            list.Add(list[random.Next(list.Count)]);
        }
        else if (NewValue(field, random) is { } value)
        {
            list.Add(value);
        }
    }

    private static object? NewValue(FieldDescriptor field, Random random) => field.FieldType switch
    {
        FieldType.String => Names[random.Next(Names.Length)],
        FieldType.Int32 => Numbers[random.Next(Numbers.Length)],
        FieldType.Bool => random.Next(2) == 0,
        FieldType.Enum => Enum.ToObject(field.EnumType.ClrType, Numbers[random.Next(Numbers.Length)]),
        FieldType.Message => field.MessageType.Parser.ParseFrom(ByteString.Empty),
        _ => null,
    };
}
