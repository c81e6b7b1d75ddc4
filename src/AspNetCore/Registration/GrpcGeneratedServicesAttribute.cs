using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;

namespace GrpcSdk.AspNetCore;

/// <summary>Says where the generated registration of an assembly's services is, for test hosts in other assemblies. Written by the generator.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class GrpcGeneratedServicesAttribute : Attribute
{
    /// <summary>Names the class.</summary>
    /// <param name="registration">The class with <c>AddGrpcSdkServices</c>.</param>
    public GrpcGeneratedServicesAttribute([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicMethods)] Type registration) =>
        Registration = registration;

    /// <summary>The class with <c>AddGrpcSdkServices</c>.</summary>
    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicMethods)]
    public Type Registration { get; }
}
