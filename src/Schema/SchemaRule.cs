namespace GrpcSdk.Schema;

/// <summary>Whether a rule looks at one schema or compares two.</summary>
public enum SchemaRuleKind
{
    /// <summary>Looks at the schema as it is: a rule of <c>buf lint</c>, or one of our own.</summary>
    Lint,

    /// <summary>Compares with the schema as it was: a rule of <c>buf breaking</c>, or one of our own.</summary>
    Breaking,
}

/// <summary>How serious a finding is unless the user says otherwise.</summary>
public enum SchemaSeverity
{
    /// <summary>Advice: shown in the editor, not in the build's output.</summary>
    Suggestion,

    /// <summary>Worth fixing.</summary>
    Warning,

    /// <summary>Breaks data or clients.</summary>
    Error,
}

/// <summary>Where rules come from.</summary>
[Flags]
public enum RuleOrigins
{
    /// <summary>buf's catalogue: <c>buf.yaml</c> selects them.</summary>
    Buf = 1,

    /// <summary>Rules that buf does not have: they look at a schema as a C# service does. Their severity selects them.</summary>
    Own = 2,
}

/// <summary>A schema rule under our diagnostic id: one of buf's catalogue, or one of our own.</summary>
public sealed class SchemaRule
{
    internal SchemaRule(
        string name,
        string diagnosticId,
        SchemaRuleKind kind,
        string title,
        SchemaSeverity defaultSeverity,
        RuleOrigins origin = RuleOrigins.Buf,
        bool isEnabledByDefault = true)
    {
        Name = name;
        DiagnosticId = diagnosticId;
        Kind = kind;
        Title = title;
        DefaultSeverity = defaultSeverity;
        Origin = origin;
        IsEnabledByDefault = isEnabledByDefault;
    }

    /// <summary>The rule's id in buf, such as <c>FIELD_NO_DELETE</c>; our own rules are named alike.</summary>
    public string Name { get; }

    /// <summary>The diagnostic id, such as <c>GSDK2017</c>. Never reused.</summary>
    public string DiagnosticId { get; }

    /// <summary>Lint or breaking.</summary>
    public SchemaRuleKind Kind { get; }

    /// <summary>What the rule asks for, in one sentence without a full stop.</summary>
    public string Title { get; }

    /// <summary>The severity unless the user configures another.</summary>
    public SchemaSeverity DefaultSeverity { get; }

    /// <summary>buf's, or our own.</summary>
    public RuleOrigins Origin { get; }

    /// <summary>Whether an own rule reports without being asked; rules of buf run when <c>buf.yaml</c> selects them.</summary>
    public bool IsEnabledByDefault { get; }

    /// <summary>The page that explains the rule.</summary>
    public string HelpLink => $"https://github.com/grpcsdk/grpcsdk/blob/main/docs/rules/{DiagnosticId}.md";

    /// <inheritdoc/>
    public override string ToString() => $"{DiagnosticId} {Name}";
}
