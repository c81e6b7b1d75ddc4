// The attribute that asks the generator for a typed mock.
namespace GrpcSdk.Testing;

/// <summary>
/// Asks for a typed mock of a gRPC client. On a partial class, that class becomes the mock; on the assembly
/// (<c>[assembly: GrpcMock&lt;UserService.UserServiceClient&gt;]</c>) a class <c>UserServiceMock</c> is generated
/// in the client's namespace.
/// </summary>
/// <typeparam name="TClient">The generated client class, for example <c>UserService.UserServiceClient</c>.</typeparam>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Assembly, AllowMultiple = true, Inherited = false)]
public sealed class GrpcMockAttribute<TClient> : Attribute
    where TClient : class
{
    /// <summary>For the assembly form: the name of the generated class. The default is the service's name and <c>Mock</c>.</summary>
    public string? Name { get; set; }

    /// <summary>For the assembly form: the namespace of the generated class. The default is the client's.</summary>
    public string? Namespace { get; set; }

    /// <summary>For the assembly form: whether the generated class is public. It is internal by default, and always when the client is not public.</summary>
    public bool Public { get; set; }
}
