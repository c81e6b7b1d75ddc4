using Google.Protobuf;
using GrpcSdk.Schema.Model;

namespace GrpcSdk.Schema.Imports;

/// <summary>
/// Finds the imports that a file needs: for types of its fields and RPCs, for messages that it extends, and for the
/// custom options and features that it sets. The descriptor has no flag for it, so the references are resolved again.
/// </summary>
internal sealed class ImportUsage
{
    private readonly ImportGraph _graph;
    private readonly OptionExtensions _options;
    private readonly Dictionary<string, ProtoFile> _declaringFiles = new(StringComparer.Ordinal);

    public ImportUsage(IReadOnlyList<ProtoFile> files, ImportGraph graph)
    {
        _graph = graph;
        foreach (var file in files)
        {
            foreach (var type in file.AllMessages.Cast<ProtoElement>().Concat(file.AllEnums))
            {
                _declaringFiles[type.FullName] = file;
            }
        }

        _options = new OptionExtensions(files, _declaringFiles);
    }

    /// <summary>Names of the imported files that the file uses.</summary>
    public HashSet<string> UsedImportsOf(ProtoFile file)
    {
        var declaring = new HashSet<string>(StringComparer.Ordinal);
        foreach (var type in References(file))
        {
            if (_declaringFiles.TryGetValue(type, out var declaringFile))
            {
                declaring.Add(declaringFile.Name);
            }
        }

        if (_options.Any)
        {
            foreach (var options in OptionsOf(file).OfType<IMessage>())
            {
                _options.CollectFiles(options, declaring);
            }
        }

        declaring.Remove(file.Name);
        return new HashSet<string>(declaring.Select(name => ImportFor(file, name)).OfType<string>(), StringComparer.Ordinal);
    }

    /// <summary>The import that brings a file: itself, or else the first that passes it on.</summary>
    private string? ImportFor(ProtoFile file, string declaring) =>
        file.Descriptor.Dependency.Contains(declaring)
            ? declaring
            : file.Descriptor.Dependency.FirstOrDefault(import => _graph.Find(import) is { } imported && _graph.ExportsOf(imported).Contains(declaring));

    private static IEnumerable<string> References(ProtoFile file)
    {
        foreach (var field in file.AllMessages.SelectMany(message => message.Fields).Concat(file.AllExtensions))
        {
            if (field.Descriptor.HasTypeName)
            {
                yield return field.TypeName;
            }
        }

        foreach (var extension in file.AllExtensions)
        {
            yield return extension.ContainingTypeName;
        }

        foreach (var method in file.Services.SelectMany(service => service.Methods))
        {
            yield return method.InputType;
            yield return method.OutputType;
        }
    }

    private static IEnumerable<IMessage?> OptionsOf(ProtoFile file)
    {
        yield return file.Descriptor.Options;
        foreach (var message in file.AllMessages)
        {
            yield return message.Descriptor.Options;
            foreach (var options in message.Descriptor.ExtensionRange.Select(range => range.Options))
            {
                yield return options;
            }

            foreach (var options in message.Oneofs.Select(oneof => oneof.Descriptor.Options))
            {
                yield return options;
            }

            foreach (var options in message.Fields.Select(field => field.Descriptor.Options))
            {
                yield return options;
            }
        }

        foreach (var options in file.AllExtensions.Select(field => field.Descriptor.Options))
        {
            yield return options;
        }

        foreach (var declaration in file.AllEnums)
        {
            yield return declaration.Descriptor.Options;
            foreach (var options in declaration.Values.Select(value => value.Descriptor.Options))
            {
                yield return options;
            }
        }

        foreach (var service in file.Services)
        {
            yield return service.Descriptor.Options;
            foreach (var options in service.Methods.Select(method => method.Descriptor.Options))
            {
                yield return options;
            }
        }
    }
}
