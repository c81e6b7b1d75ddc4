using GrpcSdk.Schema.Model;
using GrpcSdk.Schema.Naming;
using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Lint.Own;

/// <summary>
/// CSHARP_NAME_COLLISION: what protoc and the gRPC plugin declare in one C# scope has different names, and no member has
/// the name of its class. protoc compares names as they are written and notices neither.
/// </summary>
internal sealed class CSharpNameCollision : LintRule
{
    public override string Name => "CSHARP_NAME_COLLISION";

    public override void Check(LintContext context, LintReport report)
    {
        foreach (var message in context.Messages.Where(message => !message.IsMapEntry))
        {
            CheckMessage(message, report);
        }

        foreach (var file in context.Files)
        {
            CheckScope(CSharpScopes.Of(file.Extensions), CSharpNames.ExtensionClass(file), file.Whole, report);
        }

        foreach (var service in context.Services)
        {
            CheckService(service, report);
        }

        CheckNamespaces(context, report);
    }

    private static void CheckMessage(ProtoMessage message, LintReport report)
    {
        CheckScope(CSharpScopes.Of(message), message.Name, message.NameLocation, report);
        CheckScope(CSharpScopes.Of(message.Extensions), "Extensions", message.NameLocation, report);

        // A nested type stands in the class Types, so it cannot be called that.
        foreach (var nested in message.Messages.Cast<ProtoElement>().Concat(message.Enums).Where(nested => nested.Name == "Types"))
        {
            report(nested.NameLocation, "Nested type \"Types\" has the name of the C# class that protoc nests it in.");
        }
    }

    /// <summary>One finding per declaration: a second field of the same name would otherwise be reported for its number and presence too.</summary>
    private static void CheckScope(IEnumerable<CSharpMember> members, string className, SourceLocation place, LintReport report)
    {
        var reported = new HashSet<ProtoElement>();
        var names = new Dictionary<string, CSharpMember>(StringComparer.Ordinal);
        foreach (var member in members)
        {
            if (member.Name == className)
            {
                report(member.Source?.NameLocation ?? place, $"In C#, {member.What} would have the name of its class, {Quote(member.Name)}.");
            }
            else if (!names.TryGetValue(member.Name, out var other))
            {
                names.Add(member.Name, member);
            }
            else if (member.Source is null || reported.Add(member.Source))
            {
                report(member.Source?.NameLocation ?? place, $"In C#, {member.What} has the same name, {Quote(member.Name)}, as {other.What}.");
            }
        }
    }

    /// <summary>The plugin nests two classes in that of the service, and declares an asynchronous twin of each unary RPC.</summary>
    private static void CheckService(ProtoService service, LintReport report)
    {
        if (service.Name is "Descriptor" or "BindService")
        {
            report(service.NameLocation, $"In C#, the class of service {Quote(service.Name)} would have a member of its own name.");
        }

        var unary = service.Methods.Where(method => !method.Descriptor.ClientStreaming && !method.Descriptor.ServerStreaming).ToList();
        foreach (var method in service.Methods)
        {
            if (method.Name == service.Name + "Client" || method.Name == service.Name + "Base")
            {
                report(method.NameLocation, $"In C#, RPC {Quote(method.Name)} would have the name of its class.");
            }
            else if (!method.Descriptor.ClientStreaming
                && unary.Find(other => other.Name + "Async" == method.Name && other.InputType == method.InputType) is { } twin)
            {
                report(method.NameLocation, $"In C#, RPC {Quote(method.Name)} has the signature of the asynchronous method of RPC {Quote(twin.Name)}.");
            }
        }
    }

    /// <summary>Files of several packages may share a namespace; a type may have the name of a namespace of another file.</summary>
    private static void CheckNamespaces(LintContext context, LintReport report)
    {
        var names = new Dictionary<string, CSharpMember>(StringComparer.Ordinal);
        foreach (var file in context.Files)
        {
            var space = CSharpNames.Namespace(file);
            for (var end = space.Length; end > 0; end = space.LastIndexOf('.', end - 1))
            {
                var name = space.Substring(0, end);
                names[name] = new(name, null, $"the namespace of file {Quote(file.Name)}");
            }
        }

        foreach (var file in context.Files)
        {
            var space = CSharpNames.Namespace(file);
            foreach (var type in CSharpScopes.TypesOf(file))
            {
                var name = space.Length == 0 ? type.Name : space + "." + type.Name;
                if (!names.TryGetValue(name, out var other))
                {
                    names.Add(name, type);
                }
                else
                {
                    report(type.Source?.NameLocation ?? file.Whole, $"In C#, {type.What} has the same full name, {Quote(name)}, as {other.What}.");
                }
            }
        }
    }
}
