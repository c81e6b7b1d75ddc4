// Reads the assembly attributes that name clients and their interceptors.
using GrpcSdk.Generators.Common;
using Microsoft.CodeAnalysis;

namespace GrpcSdk.Generators.Registration;

/// <summary>Turns assembly attributes into client declarations.</summary>
internal static class ClientParser
{
    public const string ClientAttribute = "GrpcSdk.GrpcClientAttribute`1";
    public const string InterceptorAttribute = "GrpcSdk.GrpcClientInterceptorAttribute`1";
    public const string InterceptorOfClientAttribute = "GrpcSdk.GrpcClientInterceptorAttribute`2";

    /// <summary>Reads one <c>[assembly: GrpcClient&lt;TClient&gt;]</c>; null while the code is incomplete.</summary>
    public static ClientDeclaration? Parse(AttributeData attribute, CancellationToken cancellationToken)
    {
        if (attribute.AttributeClass is not { TypeArguments: [INamedTypeSymbol client] }
            || RpcParser.ParseClient(client, cancellationToken) is not { } model)
        {
            return null;
        }

        var name = InterceptorParser.Named(attribute, "Name") as string;
        return new ClientDeclaration(
            model.Type,
            string.IsNullOrEmpty(name) ? model.ServiceName : name!,
            RpcParser.DescriptorOwner(client),
            LocationInfo.From(attribute, cancellationToken));
    }
}
