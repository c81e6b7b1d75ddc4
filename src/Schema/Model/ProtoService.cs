using Google.Protobuf.Reflection;

namespace GrpcSdk.Schema.Model;

/// <summary>A service.</summary>
internal sealed class ProtoService : ProtoElement
{
    public ProtoService(ProtoFile file, ServiceDescriptorProto descriptor, PlaceInParent place)
        : base(file, parent: null, descriptor.Name, place)
    {
        Descriptor = descriptor;
        Methods = Wrap(descriptor.Method, SourcePath.Service.Method, (method, at) => new ProtoMethod(this, method, at));
    }

    public ServiceDescriptorProto Descriptor { get; }

    public IReadOnlyList<ProtoMethod> Methods { get; }
}

/// <summary>An RPC of a service.</summary>
internal sealed class ProtoMethod(ProtoService parent, MethodDescriptorProto descriptor, PlaceInParent place)
    : ProtoElement(parent.File, parent, descriptor.Name, place)
{
    public MethodDescriptorProto Descriptor { get; } = descriptor;

    public ProtoService Service { get; } = parent;

    /// <summary>Full name of the request message.</summary>
    public string InputType { get; } = ProtoFile.WithoutLeadingDot(descriptor.InputType);

    /// <summary>Full name of the response message.</summary>
    public string OutputType { get; } = ProtoFile.WithoutLeadingDot(descriptor.OutputType);

    /// <summary>The place of the request type.</summary>
    public SourceLocation InputLocation => At(SourcePath.Service.MethodInput);

    /// <summary>The place of the response type.</summary>
    public SourceLocation OutputLocation => At(SourcePath.Service.MethodOutput);

    /// <summary>The place of an option of the RPC.</summary>
    public SourceLocation OptionLocation(int number) => At(SourcePath.Service.MethodOptions, number);
}
