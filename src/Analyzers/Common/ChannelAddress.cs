// The address that a channel or a client is made for, where the source says it.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace GrpcSdk.Analyzers.Common;

internal static class ChannelAddress
{
    private static readonly string[] ReservedDomains = [".example", ".test", ".invalid"];

    /// <summary>Whether the call is <c>GrpcChannel.ForAddress</c>.</summary>
    public static bool IsForAddress(IInvocationOperation call, INamedTypeSymbol channel) =>
        call.TargetMethod is { Name: "ForAddress", IsStatic: true } && GrpcSymbols.Is(call.TargetMethod.ContainingType, channel);

    /// <summary>The text of an address that is a constant, or a <c>new Uri</c> of one.</summary>
    public static string? Constant(IOperation address) => ConstantOperation(address)?.ConstantValue.Value as string;

    /// <summary>The constant itself, to be reported.</summary>
    public static IOperation? ConstantOperation(IOperation address)
    {
        var value = address.InitialValue();
        if (value is IObjectCreationOperation { Type.Name: "Uri", Arguments: [var argument, ..] })
        {
            value = argument.Value.InitialValue();
        }

        return value.ConstantValue is { HasValue: true, Value: string } ? value : null;
    }

    /// <summary>A name that is nobody's, for tests and examples (RFC 2606, RFC 6761).</summary>
    private static bool IsReserved(string host) => ReservedDomains.Any(domain => host.EndsWith(domain, StringComparison.OrdinalIgnoreCase));

    /// <summary>An address of this machine.</summary>
    public static bool IsLoopback(string address) => Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.IsLoopback;

    /// <summary>An HTTP address of one machine or port, as opposed to a name that DNS, a proxy or service discovery resolves.</summary>
    public static bool NamesMachine(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && !IsReserved(uri.Host) &&
        (uri.IsLoopback || !uri.IsDefaultPort || uri.Host.IndexOf('.') >= 0 || uri.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6);
}
