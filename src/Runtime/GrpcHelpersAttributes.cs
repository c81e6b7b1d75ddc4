using Grpc.Core;

namespace GrpcSdk;

/// <summary>
/// Asks for paging, batch, stream and operation helpers for a client whose stubs another assembly holds and which has no
/// helpers yet. They are internal, in the root namespace of this assembly. Stubs compiled in this assembly need no
/// attribute; where the other assembly has helpers itself, this attribute does nothing.
/// </summary>
/// <typeparam name="TClient">The generated client, such as <c>UserService.UserServiceClient</c>.</typeparam>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class GrpcHelpersAttribute<TClient> : Attribute
    where TClient : ClientBase
{
}

/// <summary>
/// Written by the generator: this assembly has helpers, for all clients that it holds, or for one of another assembly.
/// Consumers then generate none of their own, so that a call is never ambiguous.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class GeneratedGrpcHelpersAttribute : Attribute
{
    /// <summary>Marks an assembly that has helpers for all clients that it holds.</summary>
    public GeneratedGrpcHelpersAttribute()
    {
    }

    /// <summary>Marks an assembly that has helpers for a client of another assembly.</summary>
    /// <param name="client">The client.</param>
    public GeneratedGrpcHelpersAttribute(Type client) => Client = client;

    /// <summary>The client of another assembly; <see langword="null"/> for the assembly's own.</summary>
    public Type? Client { get; }
}

/// <summary>
/// Says how an RPC is paginated where its shape does not, or turns its helper off. Names are those of the C# properties;
/// a name that is not given is found as usual. <c>Outer.Inner</c> names a field of a message that the request or response holds.
/// </summary>
/// <typeparam name="TClient">The generated client, such as <c>UserService.UserServiceClient</c>.</typeparam>
/// <param name="method">The RPC's name, such as <c>ListUsers</c>.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class GrpcPageAttribute<TClient>(string method) : Attribute
    where TClient : ClientBase
{
    /// <summary>The RPC's name.</summary>
    public string Method { get; } = method;

    /// <summary>The response property that holds the items.</summary>
    public string? Items { get; set; }

    /// <summary>The request property that holds the page size.</summary>
    public string? Size { get; set; }

    /// <summary>The request property that holds the page token.</summary>
    public string? Token { get; set; }

    /// <summary>The response property that holds the next page token.</summary>
    public string? NextToken { get; set; }

    /// <summary>Generates no pager for this RPC.</summary>
    public bool Ignore { get; set; }
}
