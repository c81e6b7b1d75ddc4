using static GrpcSdk.Schema.Tests.Breaking.Drafts.DraftVocabulary;

namespace GrpcSdk.Schema.Tests.Breaking.Drafts;

/// <summary>Makes schemas from a seed: the same seed gives the same schema.</summary>
internal sealed class DraftGenerator(Random random, DraftSchema schema)
{
    private const int MaxDepth = 2;

    private readonly Queue<string> _typeNames = new(TypeNames.OrderBy(_ => random.Next()).ToList());

    /// <summary>A valid schema.</summary>
    public static DraftSchema Generate(int seed, string tag)
    {
        var schema = new DraftSchema(tag);
        new DraftGenerator(new Random(seed), schema).Fill();
        DraftRepair.Apply(schema);
        return schema;
    }

    private void Fill()
    {
        var count = random.Next(1, 4);
        for (var i = 0; i < count; i++)
        {
            AddFile(schema, random);
        }

        foreach (var file in schema.Files)
        {
            FillScope(file, depth: 0);
        }

        foreach (var message in schema.Messages.ToList())
        {
            FillMessage(message);
        }

        foreach (var scope in schema.Scopes.Where(_ => random.Chance(30)).ToList())
        {
            scope.Extensions.Add(NewExtension(schema, random));
        }

        foreach (var file in schema.Files.Where(_ => random.Chance(60) && _typeNames.Count > 0))
        {
            file.Services.Add(NewService(_typeNames.Dequeue()));
        }
    }

    public static DraftFile AddFile(DraftSchema schema, Random random)
    {
        var name = random.Pick(new[] { "a", "b", "c", "d", "e", "f" }.Where(name => !schema.Files.Exists(file => file.Path.EndsWith($"/{name}.proto", StringComparison.Ordinal))));
        var file = new DraftFile
        {
            Path = $"{schema.Tag}/{name}.proto",
            Package = schema.Tag + "." + random.Pick(Packages),
            Language = random.Pick(Enum.GetValues<DraftLanguage>()),
        };
        random.SetOptions(file.Options, OptionsOfFiles, percent: 12);
        schema.Files.Add(file);
        return file;
    }

    public static DraftField NewField(DraftSchema schema, Random random, string name, int number)
    {
        var field = new DraftField
        {
            Name = name,
            Number = number,
            Label = random.OneOf(DraftLabel.None, DraftLabel.None, DraftLabel.Optional, DraftLabel.Required, DraftLabel.Repeated, DraftLabel.Map),
            MapKey = random.Pick(MapKeys),
            Oneof = random.Chance(20) ? random.Pick(OneofNames) : null,
            Default = random.Chance(25) ? random.Next(100) : null,
            JsonName = random.Chance(10) ? "json" + name : null,
        };
        SetRandomType(schema, random, field);
        random.SetOptions(field.Options, OptionsOfFields, percent: 8);
        return field;
    }

    public static DraftField NewExtension(DraftSchema schema, Random random)
    {
        var name = random.Pick(FieldNames.Select(name => "ext_" + name).Where(name => !schema.Fields.Any(field => field.Name == name)));
        var extension = NewField(schema, random, name, random.Next(100, 130));
        extension.Extendee = schema.Messages.Any() ? random.Pick(schema.Messages) : null;
        return extension;
    }

    public static void SetRandomType(DraftSchema schema, Random random, DraftField field)
    {
        var types = schema.Messages.Cast<IDraftType>().Concat(schema.Enums).ToList();
        if (types.Count > 0 && random.Chance(40))
        {
            field.SetType(random.Pick(types));
        }
        else
        {
            field.SetScalar(random.Pick(Scalars.Keys));
        }
    }

    public static DraftEnum NewEnum(Random random, string name)
    {
        var declaration = new DraftEnum { Name = name, Prefix = name.ToUpperInvariant() };
        var count = random.Next(1, 6);
        for (var i = 0; i < count; i++)
        {
            declaration.Values.Add(new DraftValue
            {
                Name = $"{declaration.Prefix}_{ValueNames[i]}",
                Number = i == 0 ? random.Next(0, 10) / 8 : random.Next(-2, 12),
            });
        }

        AddReserved(random, declaration.Reserved, declaration.ReservedNames, [.. ValueNames.Select(value => $"{declaration.Prefix}_{value}")]);
        random.SetOptions(declaration.Options, OptionsOfEnums, percent: 15);
        return declaration;
    }

    public DraftService NewService(string name)
    {
        var service = new DraftService { Name = schema.Tag.ToUpperInvariant() + name };
        foreach (var method in MethodNames.Where(_ => random.Chance(50)))
        {
            service.Methods.Add(NewMethod(schema, random, method));
        }

        return service;
    }

    public static DraftMethod NewMethod(DraftSchema schema, Random random, string name) => new()
    {
        Name = name,
        Input = schema.Messages.Any() ? random.Pick(schema.Messages) : null,
        Output = schema.Messages.Any() ? random.Pick(schema.Messages) : null,
        ClientStreaming = random.Chance(20),
        ServerStreaming = random.Chance(20),
        IdempotencyLevel = random.Chance(25) ? random.Pick(IdempotencyLevels) : null,
    };

    public static void AddReserved(Random random, List<(int Start, int End)> ranges, List<string> names, string[] vocabulary)
    {
        for (var i = random.Next(3); i > 0; i--)
        {
            var start = random.Next(1, 60);
            ranges.Add((start, random.Chance(50) ? start : start + random.Next(1, 12)));
        }

        names.AddRange(vocabulary.Where(_ => random.Chance(10)));
    }

    private void FillScope(DraftScope scope, int depth)
    {
        for (var i = random.Next(depth == 0 ? 1 : 0, 3); i > 0 && _typeNames.Count > 3; i--)
        {
            var message = new DraftMessage { Name = schema.Tag.ToUpperInvariant() + _typeNames.Dequeue() };
            scope.Messages.Add(message);
            if (depth < MaxDepth)
            {
                FillScope(message, depth + 1);
            }
        }

        for (var i = random.Next(depth == 0 ? 1 : 0, 2); i > 0 && _typeNames.Count > 3; i--)
        {
            scope.Enums.Add(NewEnum(random, schema.Tag.ToUpperInvariant() + _typeNames.Dequeue()));
        }
    }

    private void FillMessage(DraftMessage message)
    {
        foreach (var (name, index) in FieldNames.Select((name, index) => (name, index)).Where(_ => random.Chance(45)))
        {
            message.Fields.Add(NewField(schema, random, name, index + 1));
        }

        if (random.Chance(15) && _typeNames.Count > 3)
        {
            AddGroup(message, schema.Tag.ToUpperInvariant() + _typeNames.Dequeue());
        }

        if (random.Chance(40))
        {
            message.ExtensionRanges.Add((100, random.OneOf(110, 199, 536_870_911)));
            message.ExtensionRanges.AddRange(random.Chance(30) ? [(90, 95)] : []);
        }

        AddReserved(random, message.Reserved, message.ReservedNames, FieldNames);
        random.SetOptions(message.Options, OptionsOfMessages, percent: 12);
    }

    private void AddGroup(DraftMessage message, string name)
    {
        var body = new DraftMessage { Name = name };
        body.Fields.Add(new DraftField { Name = "id", Number = 1, Scalar = "int32" });
        message.Messages.Add(body);
        message.Fields.Add(new DraftField
        {
            Name = name.ToLowerInvariant(),
            Number = 30,
            Type = body,
            IsGroup = true,
            Label = random.OneOf(DraftLabel.Optional, DraftLabel.Repeated),
        });
    }
}
