using static GrpcSdk.Schema.Tests.Breaking.Drafts.DraftVocabulary;

namespace GrpcSdk.Schema.Tests.Breaking.Drafts;

/// <summary>What people do to schemas, one random change at a time.</summary>
internal sealed class DraftEdits(DraftSchema schema, Random random)
{
    private int _names;

    /// <summary>Applies a number of edits and makes the schema valid again.</summary>
    public static void Apply(DraftSchema schema, Random random, int count)
    {
        var edits = new DraftEdits(schema, random);
        for (var i = 0; i < count; i++)
        {
            random.Pick(edits.All)();
        }

        DraftRepair.Apply(schema);
    }

    private Action[] All =>
    [
        DeleteField, DeleteField, DeleteAndReserveField, AddField, RenameField, RenumberField, SwapNumbers, SwapNames,
        ChangeFieldType, ChangeFieldType, ChangeScalar, ChangeScalar, ChangeLabel, ChangeLabel, ChangeOneof, RenameOneof, ChangeDefault, ChangeDefault,
        ChangeJsonName, ChangeFieldOption, ChangeFieldOption, ChangeGroup,
        DeleteMessage, RenameMessage, MoveMessage, MoveMessage, CopyFieldsToNewMessage, ChangeMessageOption, ChangeReserved, ChangeExtensionRanges,
        DeleteEnum, RenameEnum, MoveEnum, MoveEnum, CopyEnum, ChangeEnumOption, DeleteValue, DeleteAndReserveValue, RenameValue, RenumberValue, AddAlias, ChangeReservedOfEnum,
        DeleteExtension, AddExtension, RenameExtension, MoveExtension, ChangeExtension,
        DeleteMethod, AddMethod, RenameMethod, ChangeMethod, ChangeMethod, DeleteService, RenameService, MoveService,
        DeleteFile, AddFile, RenameFile, ChangePackage, ChangeLanguage, ChangeLanguage, ChangeFileOption, ChangeFileOption, ChangeFileOption,
    ];

    private void DeleteField() => WithField((message, field) => message.Fields.Remove(field));

    private void DeleteAndReserveField() => WithField((message, field) =>
    {
        message.Fields.Remove(field);
        if (random.Chance(70))
        {
            message.Reserved.Add((field.Number, field.Number));
        }

        if (random.Chance(70))
        {
            message.ReservedNames.Add(field.Name);
        }
    });

    private void AddField() => With(schema.Messages, message =>
    {
        if (FreeName(message) is { } name)
        {
            message.Fields.Insert(random.Next(message.Fields.Count + 1), DraftGenerator.NewField(schema, random, name, FreeNumber(message)));
        }
    });

    private void RenameField() => WithField((message, field) => field.Name = FreeName(message) is { } name && !field.IsGroup ? name : field.Name);

    private void RenumberField() => WithField((message, field) => field.Number = FreeNumber(message));

    private void SwapNumbers() => WithTwoFields((left, right) => (left.Number, right.Number) = (right.Number, left.Number));

    private void SwapNames() => WithTwoFields((left, right) => (left.Name, right.Name) = left.IsGroup || right.IsGroup ? (left.Name, right.Name) : (right.Name, left.Name));

    private void ChangeFieldType() => With(schema.Fields, field => DraftGenerator.SetRandomType(schema, random, field));

    private void ChangeScalar() => With(schema.Fields.Where(field => field.Scalar is not null), field => field.SetScalar(random.Pick(Scalars.Keys)));

    private void ChangeLabel() => With(schema.Fields, field => field.Label = random.Pick(Enum.GetValues<DraftLabel>()));

    private void ChangeOneof() => WithField((_, field) => field.Oneof = field.Oneof is null || random.Chance(50) ? random.Pick(OneofNames) : null);

    private void RenameOneof() => With(schema.Messages.Where(message => message.Fields.Exists(field => field.Oneof is not null)), message =>
    {
        var before = random.Pick(message.Fields.Select(field => field.Oneof).OfType<string>());
        var after = random.Pick(OneofNames);
        message.Fields.FindAll(field => field.Oneof == before).ForEach(field => field.Oneof = after);
    });

    private void ChangeDefault() => With(schema.Fields, field => field.Default = random.Chance(75) ? random.Next(100) : null);

    private void ChangeJsonName() => WithField((_, field) => field.JsonName = random.Chance(60) ? $"json{field.Name}{random.Next(2)}" : null);

    private void ChangeFieldOption() => With(schema.Fields, field => ChangeOption(field.Options, OptionsOfFields));

    private void ChangeGroup() => WithField((_, field) => field.IsGroup = !field.IsGroup);

    private void DeleteMessage() => WithScoped(scope => scope.Messages, (scope, message) => scope.Messages.Remove(message));

    private void RenameMessage() => With(schema.Messages, message => message.Name = NewTypeName());

    private void MoveMessage() => WithScoped(scope => scope.Messages, (scope, message) =>
    {
        scope.Messages.Remove(message);
        random.Pick(schema.Scopes).Messages.Add(message);
    });

    private void CopyFieldsToNewMessage() => With(schema.Messages, message =>
    {
        var copy = new DraftMessage { Name = NewTypeName() };
        copy.Fields.AddRange(message.Fields.Where(field => !field.IsGroup && random.Chance(50)));
        message.Fields.RemoveAll(copy.Fields.Contains);
        random.Pick(schema.Scopes).Messages.Add(copy);
    });

    private void ChangeMessageOption() => With(schema.Messages, message => ChangeOption(message.Options, OptionsOfMessages));

    private void ChangeReserved() => With(schema.Messages, message => ChangeRanges(message.Reserved, message.ReservedNames, FieldNames));

    private void ChangeExtensionRanges() => With(schema.Messages, message =>
    {
        var end = random.OneOf(105, 110, 150, 199, 536_870_911);
        message.ExtensionRanges.RemoveAll(_ => random.Chance(60));
        message.ExtensionRanges.AddRange(random.Chance(50) ? [(100, end)] : random.Chance(50) ? [(100, 104), (105, 112)] : [(101, 103)]);
    });

    private void DeleteEnum() => WithScoped(scope => scope.Enums, (scope, declaration) => scope.Enums.Remove(declaration));

    private void RenameEnum() => With(schema.Enums, declaration => declaration.Name = NewTypeName());

    private void MoveEnum() => WithScoped(scope => scope.Enums, (scope, declaration) =>
    {
        scope.Enums.Remove(declaration);
        random.Pick(schema.Scopes).Enums.Add(declaration);
    });

    /// <summary>A field gets a look-alike of its enum: same short name in another scope, perhaps with fewer values.</summary>
    private void CopyEnum() => With(schema.Fields.Where(field => field.Type is DraftEnum), field =>
    {
        var original = (DraftEnum)field.Type!;
        var copy = new DraftEnum { Name = original.Name, Prefix = $"{original.Prefix}_X{_names++}" };
        copy.Values.AddRange(original.Values.Select(value => new DraftValue { Name = value.Name, Number = value.Number }));
        if (copy.Values.Count > 1 && random.Chance(30))
        {
            copy.Values.RemoveAt(random.Next(copy.Values.Count));
        }

        var scope = random.Pick(schema.Scopes);
        if (!schema.Scopes.Any(other => other.Enums.Contains(original) && other == scope)
            && !scope.Enums.Exists(other => other.Name == copy.Name || other.Values.Exists(value => copy.Values.Exists(mine => mine.Name == value.Name)))
            && !schema.Files.Exists(file => file.Enums.Contains(original) && scope is DraftFile))
        {
            scope.Enums.Add(copy);
            field.SetType(copy);
        }
    });

    private void ChangeEnumOption() => With(schema.Enums, declaration => ChangeOption(declaration.Options, OptionsOfEnums));

    private void DeleteValue() => WithValue((declaration, value) => declaration.Values.Remove(value));

    private void DeleteAndReserveValue() => WithValue((declaration, value) =>
    {
        declaration.Values.Remove(value);
        declaration.Reserved.AddRange(random.Chance(70) ? [(value.Number, value.Number)] : []);
        declaration.ReservedNames.AddRange(random.Chance(70) ? [value.Name] : []);
    });

    private void RenameValue() => WithValue((declaration, value) => value.Name = FreeValueName(declaration) ?? value.Name);

    private void RenumberValue() => WithValue((_, value) => value.Number = random.Next(-2, 12));

    private void AddAlias() => With(schema.Enums, declaration =>
    {
        if (FreeValueName(declaration) is { } name)
        {
            declaration.Values.Insert(random.Next(declaration.Values.Count + 1), new DraftValue { Name = name, Number = random.Pick(declaration.Values).Number });
        }
    });

    private void ChangeReservedOfEnum() => With(schema.Enums, declaration =>
        ChangeRanges(declaration.Reserved, declaration.ReservedNames, [.. ValueNames.Select(value => $"{declaration.Prefix}_{value}")]));

    private void DeleteExtension() => WithScoped(scope => scope.Extensions, (scope, extension) => scope.Extensions.Remove(extension));

    private void AddExtension() => With(schema.Scopes, scope => scope.Extensions.Add(DraftGenerator.NewExtension(schema, random)));

    private void RenameExtension() => WithScoped(scope => scope.Extensions, (_, extension) => extension.Name = $"ext_renamed{_names++}");

    private void MoveExtension() => WithScoped(scope => scope.Extensions, (scope, extension) =>
    {
        scope.Extensions.Remove(extension);
        random.Pick(schema.Scopes).Extensions.Add(extension);
    });

    private void ChangeExtension() => WithScoped(scope => scope.Extensions, (_, extension) => DraftGenerator.SetRandomType(schema, random, extension));

    private void DeleteMethod() => WithMethod((service, method) => service.Methods.Remove(method));

    private void AddMethod() => With(schema.Services, service =>
    {
        var free = MethodNames.Where(name => !service.Methods.Exists(method => method.Name == name)).ToList();
        if (free.Count > 0)
        {
            service.Methods.Add(DraftGenerator.NewMethod(schema, random, random.Pick(free)));
        }
    });

    private void RenameMethod() => WithMethod((service, method) =>
    {
        var name = random.Pick(MethodNames);
        method.Name = service.Methods.Exists(other => other.Name == name) ? method.Name : name;
    });

    private void ChangeMethod() => WithMethod((_, method) => random.OneOf<Action>(
        () => method.Input = random.Pick(schema.Messages),
        () => method.Output = random.Pick(schema.Messages),
        () => method.ClientStreaming = !method.ClientStreaming,
        () => method.ServerStreaming = !method.ServerStreaming,
        () => method.IdempotencyLevel = random.Chance(70) ? random.Pick(IdempotencyLevels) : null)());

    private void DeleteService() => With(schema.Files.Where(file => file.Services.Count > 0), file => file.Services.RemoveAt(0));

    private void RenameService() => With(schema.Services, service => service.Name = NewTypeName());

    private void MoveService() => With(schema.Files.Where(file => file.Services.Count > 0), file =>
    {
        var service = file.Services[0];
        file.Services.RemoveAt(0);
        random.Pick(schema.Files).Services.Add(service);
    });

    private void DeleteFile()
    {
        if (schema.Files.Count > 1)
        {
            schema.Files.RemoveAt(random.Next(schema.Files.Count));
        }
    }

    private void AddFile()
    {
        if (schema.Files.Count < 5)
        {
            DraftGenerator.AddFile(schema, random);
        }
    }

    private void RenameFile() => With(schema.Files, file => file.Path = $"{schema.Tag}/renamed{_names++}.proto");

    private void ChangePackage() => With(schema.Files, file => file.Package = schema.Tag + "." + random.Pick(Packages));

    private void ChangeLanguage() => With(schema.Files, file => file.Language = random.Pick(Enum.GetValues<DraftLanguage>()));

    private void ChangeFileOption() => With(schema.Files, file => ChangeOption(file.Options, OptionsOfFiles));

    private void ChangeOption(SortedDictionary<string, string> options, Dictionary<string, string[]> vocabulary)
    {
        var name = random.Pick(options.Count > 0 && random.Chance(40) ? options.Keys : vocabulary.Keys.AsEnumerable());
        if (!options.Remove(name) || random.Chance(60))
        {
            options[name] = random.Pick(vocabulary[name]);
        }
    }

    private void ChangeRanges(List<(int Start, int End)> ranges, List<string> names, string[] vocabulary)
    {
        for (var i = 0; i < ranges.Count; i++)
        {
            ranges[i] = random.Chance(50) ? (ranges[i].Start, Math.Max(ranges[i].Start, ranges[i].End - random.Next(5))) : ranges[i];
        }

        ranges.RemoveAll(_ => random.Chance(20));
        names.RemoveAll(_ => random.Chance(40));
        DraftGenerator.AddReserved(random, ranges, names, vocabulary.Except(names).ToArray());
    }

    private void With<T>(IEnumerable<T> elements, Action<T> edit)
    {
        var list = elements.ToList();
        if (list.Count > 0)
        {
            edit(random.Pick(list));
        }
    }

    private void WithScoped<T>(Func<DraftScope, List<T>> elements, Action<DraftScope, T> edit) =>
        With(schema.Scopes.Where(scope => elements(scope).Count > 0), scope => edit(scope, random.Pick(elements(scope))));

    private void WithField(Action<DraftMessage, DraftField> edit) =>
        With(schema.Messages.Where(message => message.Fields.Count > 0), message => edit(message, random.Pick(message.Fields)));

    private void WithTwoFields(Action<DraftField, DraftField> edit) =>
        With(schema.Messages.Where(message => message.Fields.Count > 1), message => edit(message.Fields[0], message.Fields[^1]));

    private void WithValue(Action<DraftEnum, DraftValue> edit) =>
        With(schema.Enums.Where(declaration => declaration.Values.Count > 1), declaration => edit(declaration, random.Pick(declaration.Values)));

    private void WithMethod(Action<DraftService, DraftMethod> edit) =>
        With(schema.Services.Where(service => service.Methods.Count > 0), service => edit(service, random.Pick(service.Methods)));

    private string? FreeName(DraftMessage message) =>
        Free(FieldNames, name => message.Fields.Exists(field => field.Name == name));

    private int FreeNumber(DraftMessage message) =>
        random.Pick(Enumerable.Range(1, 40).Where(number => !message.Fields.Exists(field => field.Number == number)));

    private string? FreeValueName(DraftEnum declaration) =>
        Free(ValueNames.Select(name => $"{declaration.Prefix}_{name}"), name => declaration.Values.Exists(value => value.Name == name));

    private string? Free(IEnumerable<string> names, Func<string, bool> isTaken)
    {
        var free = names.Where(name => !isTaken(name)).ToList();
        return free.Count == 0 ? null : random.Pick(free);
    }

    private string NewTypeName() => $"{schema.Tag.ToUpperInvariant()}Renamed{_names++}";
}
