namespace GrpcSdk.Schema;

/// <summary>Whether a rule looks at one schema or compares two.</summary>
public enum SchemaRuleKind
{
    /// <summary>A rule of <c>buf lint</c>.</summary>
    Lint,

    /// <summary>A rule of <c>buf breaking</c>.</summary>
    Breaking,
}

/// <summary>How serious a finding is unless the user says otherwise.</summary>
public enum SchemaSeverity
{
    /// <summary>Worth fixing.</summary>
    Warning,

    /// <summary>Breaks data or clients.</summary>
    Error,
}

/// <summary>One rule of buf's catalogue under our diagnostic id.</summary>
public sealed class SchemaRule
{
    internal SchemaRule(string name, string diagnosticId, SchemaRuleKind kind, string title, SchemaSeverity defaultSeverity)
    {
        Name = name;
        DiagnosticId = diagnosticId;
        Kind = kind;
        Title = title;
        DefaultSeverity = defaultSeverity;
    }

    /// <summary>The rule's id in buf, such as <c>FIELD_NO_DELETE</c>.</summary>
    public string Name { get; }

    /// <summary>The diagnostic id, such as <c>GSDK2017</c>. Never reused.</summary>
    public string DiagnosticId { get; }

    /// <summary>Lint or breaking.</summary>
    public SchemaRuleKind Kind { get; }

    /// <summary>What the rule asks for, in one sentence without a full stop.</summary>
    public string Title { get; }

    /// <summary>The severity unless the user configures another.</summary>
    public SchemaSeverity DefaultSeverity { get; }

    /// <summary>The page that explains the rule.</summary>
    public string HelpLink => $"https://github.com/grpcsdk/grpcsdk/blob/main/docs/rules/{DiagnosticId}.md";

    /// <inheritdoc/>
    public override string ToString() => $"{DiagnosticId} {Name}";
}
