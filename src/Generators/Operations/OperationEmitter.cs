// Writes the operation helpers of one client: a poller for clients that get operations, begin and resume for methods that
// start one.
using GrpcSdk.Generators.Common;
using GrpcSdk.Generators.Helpers;

namespace GrpcSdk.Generators.Operations;

/// <summary>Prints <see cref="OperationClientModel"/> as C#.</summary>
internal static class OperationEmitter
{
    public static string Emit(OperationClientModel model)
    {
        var writer = SourceWriter.ForFile();
        writer.Namespace(model.Namespace);
        writer.Line($"/// <summary>Begins and follows the long-running operations of {model.Client.ServiceName}.</summary>");
        writer.Line(SourceWriter.GeneratedCode);
        using (writer.Block($"{(model.IsPublic ? "public" : "internal")} static class {model.Client.ServiceName}OperationExtensions"))
        {
            var first = true;
            foreach (var poller in model.Pollers)
            {
                Separate(writer, ref first);
                EmitPoller(writer, model.Client, poller, PollerName(model, poller));
            }

            foreach (var begin in model.Begins)
            {
                Separate(writer, ref first);
                EmitBegin(writer, model, begin);
            }
        }

        return writer.ToString();
    }

    // Almost every client knows one kind of operation; a second one needs a name of its own.
    private static string PollerName(OperationClientModel model, PollerShape poller) =>
        model.Pollers[0] == poller ? "ToOperationPoller" : $"To{poller.Get.Rpc.Name}Poller";

    private static void EmitPoller(SourceWriter writer, ClientModel client, PollerShape poller, string name)
    {
        var message = poller.Message;
        var get = poller.Get;
        writer.Line($"/// <summary>How to follow operations with <c>{client.ServiceName}.{get.Rpc.Name}</c>.</summary>");
        writer.Line($"public static global::GrpcSdk.Operations.OperationPoller<{message.Type}> {name}(this {client.Type} client) =>");
        writer.Line("    new(");
        writer.Line("        client,");
        writer.Line($"        static operation => new(operation.{message.Name.Property}, operation.{message.Done.Property}, {Error(message)}, operation.{message.Response.Property}, {(message.Metadata is { } m ? $"operation.{m.Property}" : "null")}),");
        string[] actions = [.. Action(client, "Cancel", poller.Cancel), .. Action(client, "Delete", poller.Delete)];
        writer.Line($"        static (client, name, options) => {Call(client, get)}){(actions.Length == 0 ? ";" : "")}");
        if (actions.Length > 0)
        {
            writer.Line($"    {{\n{string.Join("\n", actions)}\n    }};");
        }
    }

    private static IEnumerable<string> Action(ClientModel client, string name, NamedCall? call) =>
        call is null ? [] : [$"        {name} = static (client, name, options) => {Call(client, call)}.ResponseAsync,"];

    private static string Call(ClientModel client, NamedCall call) =>
        $"(({client.Type})client).{call.Rpc.Name}Async(new {call.Rpc.RequestType} {{ {call.Property} = name }}, options)";

    // The class of the error may be anybody's: the runtime makes the one that it knows.
    private static string Error(OperationMessage message)
    {
        var error = $"operation.{message.Error.Property}";
        return message.IsGoogleStatus
            ? $"global::GrpcSdk.RpcStatus.From({error})"
            : $"{error} is {{ }} error ? global::GrpcSdk.RpcStatus.From((int)error.Code, error.Message{(message.ErrorDetails is { } details ? $", error.{details.Property}" : "")}) : null";
    }

    private static void EmitBegin(SourceWriter writer, OperationClientModel model, BeginShape begin)
    {
        var (rpc, client) = (begin.Rpc, model.Client);
        var own = model.Pollers.FirstOrDefault(p => p.Message.Type == begin.Operation);
        var (typeParameters, constraints) = TypeParameters(begin);
        var operation = $"global::GrpcSdk.Operations.Operation<{begin.Operation}, {begin.Result ?? "TResult"}, {begin.Metadata ?? "TMetadata"}>";
        var poller = $"global::GrpcSdk.Operations.OperationPoller<{begin.Operation}>" + (own is null ? " poller" : "? poller = null");
        var use = own is null ? "poller" : $"poller ?? client.{PollerName(model, own)}()";
        writer.Line($"/// <summary>Calls <c>{client.ServiceName}.{rpc.Name}</c> and follows the operation that it begins.</summary>");
        writer.Line($"public static async global::System.Threading.Tasks.Task<{operation}> Begin{rpc.Name}{typeParameters}(");
        writer.Line($"    this {client.Type} client, {rpc.RequestType} request,");
        writer.Line($"    {poller}, global::Grpc.Core.CallOptions callOptions = default){constraints} =>");
        writer.Line($"    new({use}, await client.{rpc.Name}Async(request, callOptions).ConfigureAwait(false), callOptions);");
        writer.Line();
        writer.Line($"/// <summary>Follows an operation that <c>{client.ServiceName}.{rpc.Name}</c> began earlier, by its name; sends nothing yet.</summary>");
        writer.Line($"public static {operation} Resume{rpc.Name}{typeParameters}(");
        writer.Line($"    this {client.Type} client, string name,");
        writer.Line($"    {poller}, global::Grpc.Core.CallOptions callOptions = default){constraints} =>");
        writer.Line($"    new({use}, name, callOptions);");
    }

    // What the schema does not say, the caller does.
    private static (string Names, string Constraints) TypeParameters(BeginShape begin)
    {
        string[] names = [.. new[] { begin.Result is null ? "TResult" : null, begin.Metadata is null ? "TMetadata" : null }.OfType<string>()];
        return names.Length == 0
            ? ("", "")
            : ($"<{string.Join(", ", names)}>", string.Concat(names.Select(n => $"\n    where {n} : class, global::Google.Protobuf.IMessage<{n}>, new()")));
    }

    private static void Separate(SourceWriter writer, ref bool first)
    {
        if (!first)
        {
            writer.Line();
        }

        first = false;
    }
}
