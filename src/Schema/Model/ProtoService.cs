using Google.Protobuf.Reflection;

namespace GrpcSdk.Schema.Model;

/// <summary>A service.</summary>
internal sealed class ProtoService : ProtoElement
{
    public ProtoService(ProtoFile file, ServiceDescriptorProto descriptor, int[] path)
        : base(file, parent: null, descriptor.Name, path)
    {
        Descriptor = descriptor;
        Methods = [.. descriptor.Method.Select((method, i) => new ProtoMethod(this, method, ChildPath(SourcePath.Service.Method, i)))];
    }

    public ServiceDescriptorProto Descriptor { get; }

    public IReadOnlyList<ProtoMethod> Methods { get; }
}

/// <summary>An RPC of a service.</summary>
internal sealed class ProtoMethod(ProtoService parent, MethodDescriptorProto descriptor, int[] path)
    : ProtoElement(parent.File, parent, descriptor.Name, path)
{
    public MethodDescriptorProto Descriptor { get; } = descriptor;

    public ProtoService Service { get; } = parent;

    /// <summary>Full name of the request message.</summary>
    public string InputType => ProtoFile.WithoutLeadingDot(Descriptor.InputType);

    /// <summary>Full name of the response message.</summary>
    public string OutputType => ProtoFile.WithoutLeadingDot(Descriptor.OutputType);

    /// <summary>The place of the request type.</summary>
    public SourceLocation InputLocation => At(SourcePath.Service.MethodInput);

    /// <summary>The place of the response type.</summary>
    public SourceLocation OutputLocation => At(SourcePath.Service.MethodOutput);

    /// <summary>The place of an option of the RPC.</summary>
    public SourceLocation OptionLocation(int number) => At(SourcePath.Service.MethodOptions, number);
}
