// The kinds of RPC, in words.

using Google.Protobuf.Reflection;
using Grpc.Core;
using Showcase.Web.Calls;

namespace Showcase.Web.Catalogue;

internal static class Kinds
{
    public static string NameOf(MethodDescriptor method) => Caller.KindOf(method) switch
    {
        MethodType.Unary => "unary",
        MethodType.ServerStreaming => "server streaming",
        MethodType.ClientStreaming => "client streaming",
        _ => "bidirectional streaming",
    };
}
