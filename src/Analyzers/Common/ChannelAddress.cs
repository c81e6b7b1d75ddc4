// The address that a channel or a client is made for, where the source says it.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace GrpcSdk.Analyzers.Common;

internal static class ChannelAddress
{
    private static readonly string[] ReservedDomains = [".example", ".test", ".invalid"];
    private static readonly string[] Environments = ["dev", "test", "qa", "uat", "stage", "staging", "preprod", "prod", "production"];

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
    public static bool IsLoopback(string address) => Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri is { IsLoopback: true, Host.Length: > 0 };

    /// <summary>An address of this machine whose port is perhaps put together: <c>$"http://localhost:{port}"</c>.</summary>
    public static bool IsLoopback(IOperation address)
    {
        var value = address.InitialValue();
        if (value is IObjectCreationOperation { Type.Name: "Uri", Arguments: [var argument, ..] })
        {
            value = argument.Value.InitialValue();
        }

        // Text behind the start that is a host still would make another one of it.
        return value.ConstantValue is { HasValue: true, Value: string whole } ? IsLoopback(whole) : Start(value) is { } start && IsLoopback(start + "1");
    }

    /// <summary>
    /// An HTTP address that holds in one environment only: a number, a port of a qualified host, or a host that says its
    /// environment. A plain name is resolved where the program runs, localhost is a developer's, and what everybody calls
    /// by its public name is the same everywhere.
    /// </summary>
    public static bool NamesEnvironment(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.IsLoopback || IsReserved(uri.Host))
        {
            return false;
        }

        return uri.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6
            ? uri.Host is not "0.0.0.0"
            : uri.Host.IndexOf('.') >= 0 && !IsOfCluster(uri.Host) && (!uri.IsDefaultPort || uri.Host.Split('.', '-').Any(word => Environments.Contains(word, StringComparer.OrdinalIgnoreCase)));
    }

    private static bool IsOfCluster(string host) => host.EndsWith(".svc", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".cluster.local", StringComparison.OrdinalIgnoreCase);

    /// <summary>The constant text that the value starts with.</summary>
    private static string? Start(IOperation value)
    {
        value = value.Unwrap();
        return value.ConstantValue is { HasValue: true, Value: string constant } ? constant : value switch
        {
            IInterpolatedStringOperation { Parts: [IInterpolatedStringTextOperation text, ..] } => text.Text.ConstantValue.Value as string,
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } sum => Start(sum.LeftOperand),
            _ => null,
        };
    }
}
