using System.Globalization;
using System.Text;

namespace GrpcSdk.Schema.Tests.Breaking.Drafts;

/// <summary>Writes a schema as <c>.proto</c> files.</summary>
internal sealed class DraftWriter
{
    private readonly DraftIndex _index;
    private readonly DraftFile _file;
    private readonly StringBuilder _text = new();
    private int _depth;

    private DraftWriter(DraftIndex index, DraftFile file)
    {
        _index = index;
        _file = file;
    }

    private bool HasGroups => _file.Language is DraftLanguage.Unspecified or DraftLanguage.Proto2;

    /// <summary>Paths and texts of the schema's files.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Write(DraftSchema schema)
    {
        var index = new DraftIndex(schema);
        return schema.Files.Select(file => KeyValuePair.Create(file.Path, new DraftWriter(index, file).Write()));
    }

    private string Write()
    {
        WriteLine(_file.Language switch
        {
            DraftLanguage.Unspecified => "// No syntax statement: proto2.",
            DraftLanguage.Proto2 => "syntax = \"proto2\";",
            DraftLanguage.Proto3 => "syntax = \"proto3\";",
            DraftLanguage.Edition2023 => "edition = \"2023\";",
            _ => "edition = \"2024\";",
        });
        if (_file.Package.Length > 0)
        {
            WriteLine($"package {_file.Package};");
        }

        foreach (var import in Imports())
        {
            WriteLine($"import \"{import}\";");
        }

        if (_file.Language == DraftLanguage.Edition2024)
        {
            WriteLine("option features.enforce_naming_style = STYLE_LEGACY;");
            WriteLine("option features.default_symbol_visibility = EXPORT_ALL;");
        }

        WriteOptions(_file.Options);
        WriteScope(_file);
        foreach (var service in _file.Services)
        {
            Write(service);
        }

        return _text.ToString();
    }

    private IEnumerable<string> Imports()
    {
        var messages = Descend(_file).ToList();
        var fields = messages.SelectMany(message => message.Fields).Concat(messages.Append<DraftScope>(_file).SelectMany(scope => scope.Extensions)).ToList();
        var types = fields.Select(field => field.Type)
            .Concat(fields.Select(field => field.Extendee))
            .Concat(_file.Services.SelectMany(service => service.Methods).SelectMany(method => new[] { method.Input, method.Output }));
        var files = types.Select(_index.Find).OfType<DraftIndex.Place>().Select(place => place.File).Where(file => file != _file).Select(file => file.Path);
        var options = fields.SelectMany(field => field.Options.Keys).Concat(_file.Options.Keys).ToList();
        var features = new[] { "cpp", "java" }
            .Where(language => options.Exists(option => option.StartsWith($"features.(pb.{language})", StringComparison.Ordinal)))
            .Select(language => $"google/protobuf/{language}_features.proto");
        return files.Concat(features).Distinct().Order(StringComparer.Ordinal);
    }

    private void WriteScope(DraftScope scope)
    {
        foreach (var declaration in scope.Enums)
        {
            Write(declaration);
        }

        var groups = HasGroups && scope is DraftMessage { Fields: var fields }
            ? fields.Where(field => field.IsGroup).Select(field => field.Type).ToList()
            : [];
        foreach (var message in scope.Messages.Where(message => !groups.Contains(message)))
        {
            Block($"message {message.Name}", () => WriteBody(message));
        }

        foreach (var extension in scope.Extensions)
        {
            Block($"extend .{_index.Find(extension.Extendee)!.FullName}", () => Write(extension));
        }
    }

    private void WriteBody(DraftMessage message)
    {
        WriteOptions(message.Options);
        var written = new HashSet<string>(StringComparer.Ordinal);
        foreach (var field in message.Fields)
        {
            if (field.Oneof is not { } oneof)
            {
                Write(field);
            }
            else if (written.Add(oneof))
            {
                Block($"oneof {oneof}", () => message.Fields.FindAll(member => member.Oneof == oneof).ForEach(Write));
            }
        }

        WriteRanges("reserved", message.Reserved, 536_870_911);
        WriteRanges("extensions", message.ExtensionRanges, 536_870_911);
        WriteReservedNames(message.ReservedNames);
        WriteScope(message);
    }

    private void Write(DraftField field)
    {
        var label = LabelOf(field);
        if (field is { IsGroup: true, Type: DraftMessage group } && HasGroups)
        {
            Block($"{label}group {group.Name} = {Number(field.Number)}{OptionsOf(field)}", () => WriteBody(group));
            return;
        }

        var type = field.Scalar ?? "." + _index.Find(field.Type)!.FullName;
        type = field.Label == DraftLabel.Map ? $"map<{field.MapKey}, {type}>" : type;
        WriteLine($"{label}{type} {field.Name} = {Number(field.Number)}{OptionsOf(field)};");
    }

    private string LabelOf(DraftField field) => field.Label switch
    {
        DraftLabel.Repeated => "repeated ",
        DraftLabel.Map => "",
        _ when field.Oneof is not null || _file.IsEdition => "",
        DraftLabel.Required when _file.Language != DraftLanguage.Proto3 => "required ",
        DraftLabel.Optional => "optional ",
        _ => _file.Language == DraftLanguage.Proto3 ? "" : "optional ",
    };

    private string OptionsOf(DraftField field)
    {
        var options = field.Options.Select(option => $"{option.Key} = {option.Value}").ToList();
        if (_file.IsEdition && field.Label == DraftLabel.Required && field.Oneof is null && field.Extendee is null)
        {
            options.Add("features.field_presence = LEGACY_REQUIRED");
        }

        if (field.JsonName is { } jsonName)
        {
            options.Add($"json_name = \"{jsonName}\"");
        }

        if (field.Default is { } choice)
        {
            var literals = field.Type is DraftEnum declaration
                ? [.. declaration.Values.Select(value => value.Name)]
                : DraftVocabulary.Scalars[field.Scalar!];
            options.Insert(choice % (options.Count + 1), $"default = {literals[choice % literals.Length]}");
        }

        return options.Count == 0 ? "" : $" [{string.Join(", ", options)}]";
    }

    private void Write(DraftEnum declaration) => Block($"enum {declaration.Name}", () =>
    {
        if (declaration.Values.DistinctBy(value => value.Number).Count() < declaration.Values.Count)
        {
            WriteLine("option allow_alias = true;");
        }

        WriteOptions(declaration.Options);
        foreach (var value in declaration.Values)
        {
            WriteLine($"{value.Name} = {Number(value.Number)};");
        }

        WriteRanges("reserved", declaration.Reserved, int.MaxValue);
        WriteReservedNames(declaration.ReservedNames);
    });

    private void Write(DraftService service) => Block($"service {service.Name}", () =>
    {
        foreach (var method in service.Methods)
        {
            var header = $"rpc {method.Name}({Streamed(method.ClientStreaming, method.Input)}) returns ({Streamed(method.ServerStreaming, method.Output)})";
            if (method.IdempotencyLevel is { } level)
            {
                Block(header, () => WriteLine($"option idempotency_level = {level};"));
            }
            else
            {
                WriteLine(header + ";");
            }
        }
    });

    private string Streamed(bool streaming, DraftMessage? message) =>
        (streaming ? "stream ." : ".") + _index.Find(message)!.FullName;

    private void WriteRanges(string keyword, List<(int Start, int End)> ranges, int max)
    {
        if (ranges.Count > 0)
        {
            var texts = ranges.Select(range => range.Start == range.End
                ? Number(range.Start)
                : $"{Number(range.Start)} to {(range.End == max ? "max" : Number(range.End))}");
            WriteLine($"{keyword} {string.Join(", ", texts)};");
        }
    }

    /// <summary>Editions reserve identifiers, the others texts.</summary>
    private void WriteReservedNames(List<string> names)
    {
        if (names.Count > 0)
        {
            WriteLine($"reserved {string.Join(", ", names.Select(name => _file.IsEdition ? name : $"\"{name}\""))};");
        }
    }

    private void WriteOptions(SortedDictionary<string, string> options)
    {
        foreach (var (name, value) in options)
        {
            WriteLine($"option {name} = {value};");
        }
    }

    private void Block(string header, Action body)
    {
        WriteLine(header + " {");
        _depth++;
        body();
        _depth--;
        WriteLine("}");
    }

    private void WriteLine(string line) => _text.Append(' ', _depth * 2).Append(line).Append('\n');

    private static IEnumerable<DraftMessage> Descend(DraftScope scope) =>
        scope.Messages.SelectMany(message => Descend(message).Prepend(message));

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
