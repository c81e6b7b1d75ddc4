// Reads google.longrunning.operation_info out of the descriptor that protoc embeds in the stubs: symbols do not have it.
using System.Runtime.CompilerServices;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using GrpcSdk.Generators.Common;
using GrpcSdk.Generators.Helpers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GrpcSdk.Generators.Operations;

/// <summary>Result and metadata types by RPC name, for clients whose stubs are in source.</summary>
internal static class OperationInfoParser
{
    private const int OperationInfoField = 1049;
    private const int ResponseTypeField = 1;
    private const int MetadataTypeField = 2;

    // Syntax is immutable and shared by compilations: a descriptor is decoded once, not on every keystroke.
    private static readonly ConditionalWeakTable<SyntaxNode, Holder> Files = new();

    /// <summary>The types that the service's methods declare, as C#; none for stubs of a referenced assembly.</summary>
    public static IReadOnlyDictionary<string, OperationTypes> Parse(INamedTypeSymbol client, Compilation compilation, CancellationToken cancellationToken)
    {
        var types = new Dictionary<string, OperationTypes>();
        if (FindFile(client, compilation, cancellationToken) is not var (file, index) || file.Service.Count <= index)
        {
            return types;
        }

        foreach (var method in file.Service[index].Method)
        {
            if (ReadInfo(method) is var (response, metadata))
            {
                types[method.Name] = new OperationTypes(Resolve(response, file, client, compilation), Resolve(metadata, file, client, compilation));
            }
        }

        return types;
    }

    // Service.Descriptor => XReflection.Descriptor.Services[n]; XReflection: FromBase64String(string.Concat("…", …)).
    private static (FileDescriptorProto File, int Service)? FindFile(INamedTypeSymbol client, Compilation compilation, CancellationToken cancellationToken)
    {
        var getter = client.ContainingType?.GetMembers("Descriptor").FirstOrDefault()?.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken);
        var access = getter?.DescendantNodes().OfType<ElementAccessExpressionSyntax>().FirstOrDefault();
        if (access?.ArgumentList.Arguments is not [{ Expression: LiteralExpressionSyntax { Token.Value: int index } }]
            || access.Expression is not MemberAccessExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var reflection } }
            || compilation.GetSemanticModel(access.SyntaxTree).GetSymbolInfo(reflection, cancellationToken).Symbol is not INamedTypeSymbol holder
            || holder.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is not { } declaration)
        {
            return null;
        }

        return Files.GetValue(declaration, static node => new Holder(ReadFile(node))).File is { } file ? (file, index) : null;
    }

    private static FileDescriptorProto? ReadFile(SyntaxNode reflection)
    {
        var call = reflection.DescendantNodes().OfType<InvocationExpressionSyntax>().FirstOrDefault(i => i.Expression.ToString().EndsWith("FromBase64String", StringComparison.Ordinal));
        var text = string.Concat(call?.DescendantTokens().Where(t => t.IsKind(SyntaxKind.StringLiteralToken)).Select(t => t.ValueText) ?? []);
        try
        {
            return text.Length == 0 ? null : FileDescriptorProto.Parser.ParseFrom(Convert.FromBase64String(text));
        }
        catch (Exception e) when (e is FormatException or InvalidProtocolBufferException)
        {
            return null;
        }
    }

    // The option is an extension that this assembly does not know: it is read from the bytes.
    private static (string Response, string Metadata)? ReadInfo(MethodDescriptorProto method)
    {
        if (method.Options is null)
        {
            return null;
        }

        var options = new CodedInputStream(method.Options.ToByteArray());
        while (options.ReadTag() is not 0 and var tag)
        {
            if (WireFormat.GetTagFieldNumber(tag) == OperationInfoField)
            {
                return ReadTypes(options.ReadBytes());
            }

            options.SkipLastField();
        }

        return null;
    }

    private static (string, string) ReadTypes(ByteString info)
    {
        var (response, metadata) = ("", "");
        var input = info.CreateCodedInput();
        while (input.ReadTag() is not 0 and var tag)
        {
            switch (WireFormat.GetTagFieldNumber(tag))
            {
                case ResponseTypeField:
                    response = input.ReadString();
                    break;
                case MetadataTypeField:
                    metadata = input.ReadString();
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
        }

        return (response, metadata);
    }

    // A name without a dot is in the method's package; another one is found by the namespace that its package usually has.
    private static string? Resolve(string name, FileDescriptorProto file, INamedTypeSymbol client, Compilation compilation)
    {
        if (name.Length == 0)
        {
            return null;
        }

        var dot = name.LastIndexOf('.');
        var package = dot < 0 ? file.Package : name.Substring(0, dot);
        var space = package == file.Package ? client.ContainingNamespace.ToDisplayString()
            : package == "google.protobuf" ? "Google.Protobuf.WellKnownTypes"
            : string.Join(".", package.Split('.').Select(Pascal));
        return compilation.GetTypeByMetadataName($"{space}.{name.Substring(dot + 1)}")?.Qualified();
    }

    private static string Pascal(string part) =>
        string.Concat(part.Split('_').Where(w => w.Length > 0).Select(w => char.ToUpperInvariant(w[0]) + w.Substring(1)));

    private sealed class Holder(FileDescriptorProto? file)
    {
        public FileDescriptorProto? File { get; } = file;
    }
}
