namespace GrpcSdk.Schema.Tests.Breaking.Drafts;

/// <summary>Takes away from a schema what protoc would reject, so that any edit leads to a valid schema.</summary>
internal sealed class DraftRepair
{
    private static readonly string[] Integers64 = ["int64", "uint64", "sint64", "fixed64", "sfixed64"];

    private readonly DraftSchema _schema;
    private readonly DraftIndex _index;
    private readonly HashSet<(DraftMessage, int)> _extensionNumbers = [];

    private DraftRepair(DraftSchema schema)
    {
        _schema = schema;
        _index = new DraftIndex(schema);
    }

    public static void Apply(DraftSchema schema)
    {
        // Twice: a zero value that was added can make a twin.
        for (var i = 0; i < 2; i++)
        {
            RemoveTwins(schema);
            new DraftRepair(schema).Repair();
        }
    }

    /// <summary>Copies of enums must not meet their original in one scope, where files of one package are one.</summary>
    private static void RemoveTwins(DraftSchema schema)
    {
        var taken = new HashSet<(object Scope, string Name)>();
        foreach (var scope in schema.Scopes)
        {
            object key = scope is DraftFile file ? file.Package : scope;
            scope.Enums.RemoveAll(declaration => declaration.Values.Select(value => value.Name).Append(declaration.Name).Any(name => taken.Contains((key, name)))
                || !declaration.Values.Select(value => value.Name).Append(declaration.Name).All(name => taken.Add((key, name))));
        }
    }

    private void Repair()
    {
        for (var i = 0; i < _schema.Files.Count; i++)
        {
            RepairFileOptions(_schema.Files[i]);
            RepairScope(_schema.Files[i], _schema.Files[i], i);
        }
    }

    private static void RepairFileOptions(DraftFile file) => RemoveOptions(file.Options, name =>
        (IsFeature(name) && !file.IsEdition)
        || (name == "java_string_check_utf8" && file.IsEdition)
        || (name == "java_multiple_files" && file.Language == DraftLanguage.Edition2024));

    private void RepairScope(DraftScope scope, DraftFile file, int fileIndex)
    {
        foreach (var declaration in scope.Enums)
        {
            RepairEnum(declaration, file);
        }

        foreach (var message in scope.Messages)
        {
            RepairScope(message, file, fileIndex);
            RepairMessage(message, file, fileIndex);
        }

        scope.Extensions.RemoveAll(extension => !RepairExtension(extension, file, fileIndex));
        if (scope is DraftFile { Services: var services })
        {
            foreach (var service in services)
            {
                service.Methods.RemoveAll(method => !IsVisible(method.Input, fileIndex) || !IsVisible(method.Output, fileIndex));
            }
        }
    }

    private void RepairEnum(DraftEnum declaration, DraftFile file)
    {
        RemoveOptions(declaration.Options, name => IsFeature(name) && !file.IsEdition);
        if (!_index.IsClosed(declaration) && declaration.Values[0].Number != 0)
        {
            var zero = declaration.Values.Find(value => value.Number == 0)
                ?? new DraftValue { Name = declaration.Prefix + "_ZERO" };
            declaration.Values.Remove(zero);
            declaration.Values.Insert(0, zero);
        }

        RemoveOverlaps(declaration.Reserved, number => declaration.Values.Exists(value => value.Number == number));
        declaration.ReservedNames.RemoveAll(name => declaration.Values.Exists(value => value.Name == name));
    }

    private void RepairMessage(DraftMessage message, DraftFile file, int fileIndex)
    {
        RemoveOptions(message.Options, name => IsFeature(name) && !file.IsEdition);
        foreach (var field in message.Fields)
        {
            field.IsGroup &= field.Type is DraftMessage group && message.Messages.Contains(group) && field.Label != DraftLabel.Map;
            RepairField(field, file, fileIndex);
        }

        if (file.Language == DraftLanguage.Proto3)
        {
            message.ExtensionRanges.Clear();
        }

        RemoveOverlaps(message.ExtensionRanges, number => message.Fields.Exists(field => field.Number == number));
        RemoveOverlaps(message.Reserved, number =>
            message.Fields.Exists(field => field.Number == number)
            || message.ExtensionRanges.Exists(range => range.Start <= number && number <= range.End));
        message.ReservedNames.RemoveAll(name => message.Fields.Exists(field => field.Name == name));
    }

    /// <summary>Whether the extension can stay.</summary>
    private bool RepairExtension(DraftField extension, DraftFile file, int fileIndex)
    {
        if (file.Language == DraftLanguage.Proto3
            || extension.Extendee is not { } extendee
            || !IsVisible(extendee, fileIndex)
            || !extendee.ExtensionRanges.Exists(range => range.Start <= extension.Number && extension.Number <= range.End)
            || !_extensionNumbers.Add((extendee, extension.Number)))
        {
            return false;
        }

        extension.Label = extension.Label == DraftLabel.Repeated ? DraftLabel.Repeated : DraftLabel.Optional;
        (extension.JsonName, extension.Oneof) = (null, null);
        RemoveOptions(extension.Options, name => name is "ctype" or "features.field_presence" or "features.(pb.cpp).string_type");
        RepairField(extension, file, fileIndex);
        return true;
    }

    private void RepairField(DraftField field, DraftFile file, int fileIndex)
    {
        if (field.Scalar is null && (!IsVisible(field.Type, fileIndex) || !IsUsable(field, file)))
        {
            field.SetScalar("int32");
        }

        if (!field.IsSingular)
        {
            field.Oneof = null;
        }

        RemoveOptions(field.Options, name => !IsAllowed(name, field, file));
        RepairPresence(field, file);
    }

    /// <summary>A closed enum, and a default, need a field that knows whether it was set.</summary>
    private void RepairPresence(DraftField field, DraftFile file)
    {
        var implicitly = file.IsEdition && field.IsSingular && field.Oneof is null && field.Extendee is null && field.Type is not DraftMessage
            && field.Label != DraftLabel.Required
            && (field.Options.GetValueOrDefault("features.field_presence") ?? file.Options.GetValueOrDefault("features.field_presence")) == "IMPLICIT";
        if (implicitly && field.Type is DraftEnum declaration && _index.IsClosed(declaration))
        {
            field.Options["features.field_presence"] = "EXPLICIT";
        }

        if (!field.IsSingular || field.Type is DraftMessage || file.Language == DraftLanguage.Proto3 || implicitly)
        {
            field.Default = null;
        }
    }

    private static bool IsAllowed(string option, DraftField field, DraftFile file) => option switch
    {
        "jstype" => Integers64.Contains(field.Scalar) && field.Label != DraftLabel.Map,
        "ctype" => field.Scalar is "string" or "bytes" && field.Label != DraftLabel.Map && file.Language != DraftLanguage.Edition2024
            && !field.Options.ContainsKey("features.(pb.cpp).string_type"),
        _ when !file.IsEdition => false,
        "features.field_presence" => field.IsSingular && field.Oneof is null && field.Label != DraftLabel.Required && field.Type is not DraftMessage,
        "features.message_encoding" => field.Type is DraftMessage && field.Label != DraftLabel.Map,
        "features.(pb.cpp).string_type" => field.Scalar is "string" or "bytes" && field.Label != DraftLabel.Map,
        _ => field.Scalar == "string" || (field.Label == DraftLabel.Map && field.MapKey == "string" && option == "features.utf8_validation"),
    };

    private bool IsUsable(DraftField field, DraftFile file)
    {
        // An implicit field cannot hold a closed enum; the fields below cannot be made explicit.
        if (field.Type is not DraftEnum declaration)
        {
            return true;
        }

        var isImplicit = file.IsEdition && file.Options.GetValueOrDefault("features.field_presence") == "IMPLICIT";
        return !(field.Label == DraftLabel.Map && declaration.Values[0].Number != 0)
            && !(_index.IsClosed(declaration) && (file.Language == DraftLanguage.Proto3 || (isImplicit && (field.Label == DraftLabel.Map || field.Extendee is not null))));
    }

    private bool IsVisible(IDraftType? type, int fileIndex) => _index.Find(type) is { } place && place.FileIndex <= fileIndex;

    private static bool IsFeature(string option) => option.StartsWith("features.", StringComparison.Ordinal);

    private static void RemoveOverlaps(List<(int Start, int End)> ranges, Func<int, bool> isTaken)
    {
        var kept = new List<(int Start, int End)>();
        foreach (var range in ranges)
        {
            var numbers = Enumerable.Range(range.Start, Math.Min(range.End - range.Start + 1, 500));
            if (!kept.Exists(other => range.Start <= other.End && other.Start <= range.End) && !numbers.Any(isTaken))
            {
                kept.Add(range);
            }
        }

        ranges.Clear();
        ranges.AddRange(kept);
    }

    private static void RemoveOptions(SortedDictionary<string, string> options, Func<string, bool> condition)
    {
        foreach (var name in options.Keys.Where(condition).ToList())
        {
            options.Remove(name);
        }
    }
}
