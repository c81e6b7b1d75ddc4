using GrpcSdk.Schema.Model;

namespace GrpcSdk.Schema.Filtering;

/// <summary>What a rule reports, before it is filtered.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Message">buf's message.</param>
/// <param name="Location">The place in the current schema.</param>
/// <param name="PreviousFile">Breaking rules: the file of the previous schema that is concerned.</param>
internal sealed record Annotation(SchemaRule Rule, string Message, SourceLocation Location, ProtoFile? PreviousFile = null);
