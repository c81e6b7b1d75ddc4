using GrpcSdk.Schema.Model;
using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Breaking;

/// <summary>How buf names RPCs in messages.</summary>
internal static class RpcText
{
    /// <summary><c>RPC "Get" on service "Users"</c>.</summary>
    public static string Describe(ProtoMethod method) => $"RPC {Quote(method.Name)} on service {Quote(method.Service.Name)}";
}
