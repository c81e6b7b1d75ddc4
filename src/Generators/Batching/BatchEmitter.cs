// Writes the batch helpers of one client, and loaders where a single get has a batch beside it.
using GrpcSdk.Generators.Common;
using GrpcSdk.Generators.Helpers;

namespace GrpcSdk.Generators.Batching;

/// <summary>Prints <see cref="BatchClientModel"/> as C#.</summary>
internal static class BatchEmitter
{
    public static string Emit(BatchClientModel model)
    {
        var writer = SourceWriter.ForFile();
        writer.Namespace(model.Namespace);
        writer.Line($"/// <summary>Sends any number of keys through the batch methods of {model.Client.ServiceName}.</summary>");
        writer.Line(SourceWriter.GeneratedCode);
        using (writer.Block($"{(model.IsPublic ? "public" : "internal")} static class {model.Client.ServiceName}BatchExtensions"))
        {
            for (var i = 0; i < model.Batches.Count; i++)
            {
                if (i > 0)
                {
                    writer.Line();
                }

                EmitBatch(writer, model.Client, model.Batches[i]);
                if (model.Batches[i].SingleGet is not null)
                {
                    writer.Line();
                    EmitLoader(writer, model.Client, model.Batches[i]);
                }
            }
        }

        return writer.ToString();
    }

    private static void EmitBatch(SourceWriter writer, ClientModel client, BatchShape batch)
    {
        var rpc = batch.Rpc;
        writer.Line($"private static {Method(batch)}? s_{rpc.Name};");
        writer.Line($"private static {Method(batch)} {rpc.Name}Method => s_{rpc.Name} ??= new(");
        writer.Line($"    \"{client.ServiceName}.{rpc.Name}\",");
        writer.Line($"    static (client, request, options) => (({client.Type})client).{rpc.Name}Async(request, options),");
        writer.Line($"    static (request, keys) => {{ request.{batch.Keys.Property}.Clear(); request.{batch.Keys.Property}.Add(keys); }},");
        writer.Line($"    static response => {Read(batch)}){Properties(batch)};");
        writer.Line();
        writer.Line($"/// <summary>Sends all keys through <c>{client.ServiceName}.{rpc.Name}</c> in batches; one result per key, in their order.{Warning(batch)}</summary>");
        writer.Obsolete(rpc.Obsolete);
        writer.Line($"public static global::System.Threading.Tasks.Task<global::System.Collections.Generic.IReadOnlyList<global::GrpcSdk.Batching.BatchResult<{batch.Keys.Type}, {ItemType(batch)}>>> {batch.HelperName}(");
        writer.Line($"    this {client.Type} client, global::System.Collections.Generic.IEnumerable<{batch.Keys.Type}> keys,");
        writer.Line($"    global::GrpcSdk.Batching.BatchOptions? options = null, {rpc.RequestType}? template = null, global::Grpc.Core.CallOptions callOptions = default) =>");
        writer.Line($"    global::GrpcSdk.Batching.BatchCaller.CallAsync({rpc.Name}Method, client, keys, options, template, callOptions);");
    }

    private static void EmitLoader(SourceWriter writer, ClientModel client, BatchShape batch)
    {
        writer.Line($"/// <summary>Merges single gets, as <c>{batch.SingleGet}</c> does them, into calls of <c>{client.ServiceName}.{batch.Rpc.Name}</c>.</summary>");
        writer.Obsolete(batch.Rpc.Obsolete);
        writer.Line($"public static global::GrpcSdk.Batching.BatchLoader<{batch.Keys.Type}, {ItemType(batch)}> Create{batch.ItemName}Loader(");
        writer.Line($"    this {client.Type} client, int maxBatch = 100, global::System.TimeSpan? window = null,");
        writer.Line($"    {batch.Rpc.RequestType}? template = null, global::Grpc.Core.CallOptions callOptions = default, global::System.TimeProvider? timeProvider = null,");
        writer.Line("    global::GrpcSdk.Batching.BatchMatching matching = global::GrpcSdk.Batching.BatchMatching.ByIdentity) =>");
        writer.Line($"    global::GrpcSdk.Batching.BatchLoader.Create({batch.Rpc.Name}Method, client, maxBatch, window, template, callOptions, timeProvider, matching);");
    }

    private static string Method(BatchShape batch) =>
        $"global::GrpcSdk.Batching.BatchMethod<{batch.Keys.Type}, {batch.Rpc.RequestType}, {batch.Rpc.ResponseType}, {ItemType(batch)}>";

    private static string ItemType(BatchShape batch) => batch.Items?.Type ?? batch.Rpc.ResponseType;

    private static string Warning(BatchShape batch) =>
        (batch.Items is null ? " Each key gets the response of its batch." : "")
        + (batch.IsMutation ? " Each batch is a call of its own: together they are not atomic." : "");

    private static string Read(BatchShape batch)
    {
        var remarks = new List<string>();
        Remark("NotFound", batch.Remarks.NotFound, static value => value);
        Remark("Failed", batch.Remarks.Failed, static value => $"global::GrpcSdk.RpcStatus.FromMap({value})");
        Remark("FailedKeys", batch.Remarks.FailedKeys, static value => $"global::GrpcSdk.RpcStatus.FromMap({value})");
        Remark("Statuses", batch.Remarks.Statuses, static value => $"global::GrpcSdk.RpcStatus.FromList({value})");
        return $"new({(batch.Items is { } items ? $"response.{items.Property}" : "response")})" + (remarks.Count > 0 ? $" {{ {string.Join(", ", remarks)} }}" : "");

        void Remark(string property, FieldShape? field, Func<string, string> convert)
        {
            if (field is not null)
            {
                remarks.Add($"{property} = {convert($"response.{field.Property}")}");
            }
        }
    }

    private static string Properties(BatchShape batch)
    {
        var properties = new List<string>();
        if (batch.IsMutation)
        {
            properties.Add("IsMutation = true");
        }

        if (batch.Identities.Count > 0)
        {
            properties.Add($"Identities = new global::GrpcSdk.Batching.BatchIdentity<{batch.Keys.Type}, {ItemType(batch)}>[]\n    {{\n        {string.Join(",\n        ", batch.Identities.Select(identity => Identity(batch, identity)))},\n    }}");
        }

        if (batch.RequestId is { } id)
        {
            properties.Add($"RequestIdOf = static key => key.{id.Property}");
        }

        return properties.Count > 0 ? $"\n{{\n    {string.Join(",\n    ", properties)},\n}}" : "";
    }

    private static string Identity(BatchShape batch, BatchIdentityShape identity)
    {
        var (types, field) = ($"{batch.Keys.Type}, {ItemType(batch)}", $"item.{identity.Item.Property}");
        if (identity.Key is not { } key)
        {
            return $"global::GrpcSdk.Batching.BatchIdentity.ByKey<{types}>(\"{identity.Item.Name}\", static item => {field})";
        }

        var ofKey = identity.Outer is { } outer ? $"key.{outer.Property} is {{ }} held ? held.{key.Property} : default" : $"key.{key.Property}";
        var ofItem = identity.IsLastSegment ? $"global::GrpcSdk.Batching.BatchIdentity.LastSegment({field})" : field;
        var choice = identity.IsServersChoice ? ", isServersChoice: true" : "";
        return $"global::GrpcSdk.Batching.BatchIdentity.ByField<{types}, {identity.Item.Type}>(\"{identity.Item.Name}\", static key => {ofKey}, static item => {ofItem}{choice})";
    }
}
