// What the emitter needs to know of a mock: plain values.
using GrpcSdk.Generators.Common;

namespace GrpcSdk.Generators.Mocks;

/// <summary>A mock class to generate.</summary>
/// <param name="Namespace">Its namespace, empty for the global one.</param>
/// <param name="Name">Its name, unescaped.</param>
/// <param name="ContainingTypes">Headers of the types around it, outermost first: <c>partial class Fixtures</c>.</param>
/// <param name="Modifiers">What stands before <c>partial class</c>: empty when the user's part says it.</param>
/// <param name="Client">The client's type, <c>global::</c>-qualified.</param>
/// <param name="Obsolete">As in <see cref="RpcModel"/>, of the client.</param>
/// <param name="DescriptorOwner">The class whose <c>Descriptor</c> names the service, or null.</param>
/// <param name="HasOwnConstructor">Whether the user's part declares a constructor, so that none is generated.</param>
/// <param name="Rpcs">The RPCs in declaration order.</param>
internal sealed record MockModel(
    string Namespace,
    string Name,
    EquatableArray<string> ContainingTypes,
    string Modifiers,
    string Client,
    string? Obsolete,
    string? DescriptorOwner,
    bool HasOwnConstructor,
    EquatableArray<MockRpc> Rpcs)
{
    /// <summary>The name with namespace and containing types, for the hint name.</summary>
    public string FullName
    {
        get
        {
            var outer = string.Concat(ContainingTypes.Select(t => t.Substring(t.LastIndexOf(' ') + 1) + "."));
            return Namespace.Length == 0 ? outer + Name : $"{Namespace}.{outer}{Name}";
        }
    }
}

/// <summary>An RPC and the property that stands for it.</summary>
internal sealed record MockRpc(RpcModel Rpc, string Property);
