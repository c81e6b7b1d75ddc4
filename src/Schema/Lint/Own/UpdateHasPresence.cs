using GrpcSdk.Schema.Features;
using GrpcSdk.Schema.Model;
using GrpcSdk.Schema.Naming;
using GrpcSdk.Schema.Options;
using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Lint.Own;

/// <summary>
/// UPDATE_HAS_PRESENCE: an update request has a field mask (AIP-134), or its scalars know whether they were set. Otherwise
/// a caller that leaves one out, or was built before it existed, resets it.
/// </summary>
internal sealed class UpdateHasPresence : LintRule
{
    private const string FieldMask = "google.protobuf.FieldMask";

    /// <summary>Fields that say what to update and how, not to what.</summary>
    private static readonly string[] Controls =
    [
        "name", "id", "uid", "etag", "parent", "request_id", "validate_only", "allow_missing", "force", "revision", "version", "reason",
        "namespace", "identity", "tenant", "project", "location", "region", "zone", "instance", "database", "table", "task_queue", "task_queue_type",
    ];

    /// <summary>Secrets: an empty one is refused, not taken for a new value.</summary>
    private static readonly string[] Secrets = ["password", "passphrase", "passcode", "secret", "pin", "otp", "credential", "credentials", "signature", "captcha", "token"];

    /// <summary>What names a resource where its request has no id: <c>username</c> of UpdateCredential.</summary>
    private static readonly string[] Keys = ["username", "user_name", "user", "login", "key", "slug", "topic", "path", "sku", "code", "account", "principal"];

    private static readonly string[] ControlSuffixes = ["_id", "_name", "_etag", "_only", "_key", "_token", "_version"];

    /// <summary>A word that orders something: <c>delete_history</c>. Without it nothing happens.</summary>
    private static readonly string[] Orders =
        ["add_", "allow_", "clear_", "create_", "delete_", "force_", "ignore_", "promote_", "remove_", "replace_", "reset_", "skip_", "validate_"];

    public override string Name => "UPDATE_HAS_PRESENCE";

    public override void Check(LintContext context, LintReport report)
    {
        foreach (var method in context.Methods.Where(IsUpdate))
        {
            if (context.Shapes.Find(method.InputType) is { } request
                && context.Holds(request.File)
                && request.Fields.All(field => field.TypeName != FieldMask))
            {
                if (request.Name == ResourceOf(method) && FirstReset(request) is { } reset)
                {
                    report(method.InputLocation, $"RPC {Quote(method.Name)} takes the whole {Quote(request.Name)}, whose field {Quote(reset.Name)} cannot tell unset from its default; take a request with a google.protobuf.FieldMask.");
                    continue;
                }

                foreach (var field in request.Fields)
                {
                    Check(method, field, context, report);
                }
            }
        }
    }

    private static void Check(ProtoMethod method, ProtoField field, LintContext context, LintReport report)
    {
        if (CanBeReset(field) && !IsSubject(method, field) && !IsKey(field))
        {
            report(field.NameLocation, $"Field {Quote(field.Name)} of update request {Quote(field.Message!.Name)} cannot tell unset from its default; make it optional or add a google.protobuf.FieldMask.");
        }
        else if (IsResource(method, field) && context.Shapes.Find(field.TypeName) is { } resource && FirstReset(resource) is { } inner)
        {
            report(field.NameLocation, $"Update request {Quote(field.Message!.Name)} has no google.protobuf.FieldMask, and field {Quote(inner.Name)} of {Quote(field.Name)} cannot tell unset from its default.");
        }
    }

    private static bool IsUpdate(ProtoMethod method) =>
        !method.Descriptor.ClientStreaming
        && !method.Descriptor.ServerStreaming
        && method.Name.Length > "Update".Length
        && method.Name.StartsWith("Update", StringComparison.Ordinal)
        && !char.IsLower(method.Name["Update".Length]);

    private static ProtoField? FirstReset(ProtoMessage message) => message.Fields.FirstOrDefault(CanBeReset);

    private static bool CanBeReset(ProtoField field) =>
        FieldCardinality.Of(field) == Cardinality.ImplicitPresence && !IsControl(field.Name) && !FieldBehavior.IsFixed(field.Descriptor);

    /// <summary>The message that the RPC is named after: <c>UpdateUser</c> updates a <c>User</c>.</summary>
    private static string ResourceOf(ProtoMethod method) => method.Name.Substring("Update".Length);

    private static bool IsResource(ProtoMethod method, ProtoField field) =>
        field.TypeName.EndsWith("." + ResourceOf(method), StringComparison.Ordinal) && FieldCardinality.Of(field) == Cardinality.ExplicitPresence;

    /// <summary><c>UpdateStatus(id, status)</c>: the RPC is about this one field, which a caller never leaves out.</summary>
    private static bool IsSubject(ProtoMethod method, ProtoField field) =>
        ("_" + StringCase.LowerSnake(ResourceOf(method))).EndsWith("_" + field.Name, StringComparison.Ordinal);

    /// <summary>The first field, which says which resource is meant when no other one does.</summary>
    private static bool IsKey(ProtoField field) =>
        Keys.Contains(field.Name) && field.Message is { } request && request.Fields.All(other => other == field || !IsIdentifier(other.Name));

    private static bool IsIdentifier(string name) => name is "id" or "name" or "uid" || name.EndsWith("_id", StringComparison.Ordinal);

    private static bool IsControl(string name) =>
        Controls.Contains(name) || Secrets.Any(secret => name == secret || name.EndsWith("_" + secret, StringComparison.Ordinal)) || ControlSuffixes.Any(suffix => name.EndsWith(suffix, StringComparison.Ordinal)) || Orders.Any(order => name.StartsWith(order, StringComparison.Ordinal));
}
