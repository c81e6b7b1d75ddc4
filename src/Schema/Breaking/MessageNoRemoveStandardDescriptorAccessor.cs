using Google.Protobuf.Reflection;
using GrpcSdk.Schema.Model;

namespace GrpcSdk.Schema.Breaking;

/// <summary>MESSAGE_NO_REMOVE_STANDARD_DESCRIPTOR_ACCESSOR: generated classes do not lose their <c>descriptor()</c>.</summary>
internal sealed class MessageNoRemoveStandardDescriptorAccessor : BreakingRule
{
    public override string Name => "MESSAGE_NO_REMOVE_STANDARD_DESCRIPTOR_ACCESSOR";

    public override void Check(BreakingContext context, BreakingReport report)
    {
        foreach (var (previous, current) in context.Messages)
        {
            if (!LacksAccessor(previous) && LacksAccessor(current))
            {
                report(
                    current.OptionLocation(MessageOptions.NoStandardDescriptorAccessorFieldNumber),
                    previous.File,
                    "Message option \"no_standard_descriptor_accessor\" changed from \"false\" to \"true\".");
            }
        }
    }

    private static bool LacksAccessor(ProtoMessage message) => message.Descriptor.Options?.NoStandardDescriptorAccessor == true;
}
