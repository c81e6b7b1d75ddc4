namespace GrpcSdk;

/// <summary>
/// Marks a gRPC service implementation that generated code registers (<c>AddGrpcSdkServices</c>) and maps
/// (<c>MapGrpcSdkServices</c>).
/// </summary>
/// <remarks>
/// The class must be concrete, not generic, visible to its assembly, and derive from a base that protoc wrote
/// (one with <c>[BindServiceMethod]</c>). Classes without this attribute are never registered, so fakes in a test
/// project and abstract bases stay out of the server.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class GrpcServiceAttribute : Attribute;
