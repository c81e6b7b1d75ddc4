// Writes the stream helpers of one client.
using GrpcSdk.Generators.Common;
using GrpcSdk.Generators.Helpers;

namespace GrpcSdk.Generators.Streams;

/// <summary>Prints <see cref="StreamClientModel"/> as C#.</summary>
internal static class StreamEmitter
{
    private const string Progress = "global::System.IProgress<global::GrpcSdk.Streaming.StreamProgress>? progress = null";
    private const string Options = "global::Grpc.Core.CallOptions callOptions = default";
    private const string Runtime = "global::GrpcSdk.Streaming";

    public static string Emit(StreamClientModel model)
    {
        var writer = SourceWriter.ForFile();
        writer.Namespace(model.Namespace);
        writer.Line($"/// <summary>Feeds and resumes the streams of {model.Client.ServiceName}.</summary>");
        writer.Line(SourceWriter.GeneratedCode);
        using (writer.Block($"{(model.IsPublic ? "public" : "internal")} static class {model.Client.ServiceName}StreamExtensions"))
        {
            Action[] members = [
                .. model.Sends.Select(s => (Action)(() => EmitSend(writer, model.Client, s))),
                .. model.Resumes.Select(r => (Action)(() => EmitResume(writer, model.Client, r)))];
            for (var i = 0; i < members.Length; i++)
            {
                if (i > 0)
                {
                    writer.Line();
                }

                members[i]();
            }
        }

        return writer.ToString();
    }

    private static void EmitSend(SourceWriter writer, ClientModel client, SendShape send)
    {
        if (send.Data is not null)
        {
            EmitUpload(writer, client, send, send.Data);
        }
        else if (send.Items is { } items)
        {
            EmitItems(writer, client, send, items);
        }
        else
        {
            EmitMessages(writer, client, send);
        }
    }

    private static void EmitUpload(SourceWriter writer, ClientModel client, SendShape send, FieldShape data)
    {
        var rpc = send.Rpc;
        var method = $"{Runtime}.UploadMethod<{rpc.RequestType}, {rpc.ResponseType}>";
        var numbers = new[]
        {
            send.Index is { } index ? $" message.{index.Property} = {Cast(index)}chunk.Index;" : "",
            send.Offset is { } offset ? $" message.{offset.Property} = {Cast(offset)}chunk.Offset;" : "",
        };
        writer.Line($"private static {method}? s_{rpc.Name};");
        writer.Line($"private static {method} {rpc.Name}Method => s_{rpc.Name} ??= new(");
        writer.Line($"    \"{client.ServiceName}.{rpc.Name}\",");
        writer.Line($"    static (client, options) => (({client.Type})client).{rpc.Name}(options),");
        writer.Line($"    static (message, chunk) => {{ message.{data.Property} = chunk.Data;{string.Concat(numbers)} return message; }}){(send.IsOneof ? " { SendsTemplateFirst = true }" : "")};");
        writer.Line();
        writer.Line($"/// <summary>Uploads one content through <c>{client.ServiceName}.{rpc.Name}</c> in chunks, as fast as the server reads.</summary>");
        writer.Obsolete(rpc.Obsolete);
        writer.Line($"public static global::System.Threading.Tasks.Task<{rpc.ResponseType}> {rpc.Name}Async(");
        writer.Line($"    this {client.Type} client, {Runtime}.UploadSource<{rpc.RequestType}> source,");
        writer.Line($"    {Progress}, int chunkSize = 65536, {Options}) =>");
        writer.Line($"    {Runtime}.ClientStreaming.UploadAsync({rpc.Name}Method, client, new[] {{ source }}, progress, chunkSize, callOptions);");
        if (!send.IsOneof)
        {
            writer.Line();
            writer.Line($"/// <summary>Uploads several contents through one call of <c>{client.ServiceName}.{rpc.Name}</c>, one after another.</summary>");
            writer.Obsolete(rpc.Obsolete);
            writer.Line($"public static global::System.Threading.Tasks.Task<{rpc.ResponseType}> {rpc.Name}ManyAsync(");
            writer.Line($"    this {client.Type} client, global::System.Collections.Generic.IEnumerable<{Runtime}.UploadSource<{rpc.RequestType}>> sources,");
            writer.Line($"    {Progress}, int chunkSize = 65536, {Options}) =>");
            writer.Line($"    {Runtime}.ClientStreaming.UploadAsync({rpc.Name}Method, client, sources, progress, chunkSize, callOptions);");
        }
    }

    private static void EmitItems(SourceWriter writer, ClientModel client, SendShape send, FieldShape items)
    {
        var rpc = send.Rpc;
        writer.Line($"/// <summary>Sends items through <c>{client.ServiceName}.{rpc.Name}</c>, several per message, as fast as the server reads.</summary>");
        writer.Obsolete(rpc.Obsolete);
        writer.Line($"public static global::System.Threading.Tasks.Task<{rpc.ResponseType}> {rpc.Name}Async(");
        writer.Line($"    this {client.Type} client, global::System.Collections.Generic.IAsyncEnumerable<{items.Type}> items,");
        writer.Line($"    {Progress}, int itemsPerMessage = 100, {Options}) =>");
        writer.Line($"    {Runtime}.ClientStreaming.SendItemsAsync(");
        writer.Line($"        \"{client.ServiceName}.{rpc.Name}\", () => client.{rpc.Name}(callOptions), items, itemsPerMessage,");
        writer.Line($"        static part => new {rpc.RequestType} {{ {items.Property} = {{ part }} }}, progress, callOptions.CancellationToken);");
    }

    private static void EmitMessages(SourceWriter writer, ClientModel client, SendShape send)
    {
        var rpc = send.Rpc;
        writer.Line($"/// <summary>Sends messages through <c>{client.ServiceName}.{rpc.Name}</c>, as fast as the server reads, and waits for its response.</summary>");
        writer.Obsolete(rpc.Obsolete);
        writer.Line($"public static global::System.Threading.Tasks.Task<{rpc.ResponseType}> {rpc.Name}Async(");
        writer.Line($"    this {client.Type} client, global::System.Collections.Generic.IAsyncEnumerable<{rpc.RequestType}> messages,");
        writer.Line($"    {Progress}, {Options}) =>");
        writer.Line($"    {Runtime}.ClientStreaming.SendAsync(");
        writer.Line($"        \"{client.ServiceName}.{rpc.Name}\", () => client.{rpc.Name}(callOptions), messages, progress, callOptions.CancellationToken);");
    }

    private static void EmitResume(SourceWriter writer, ClientModel client, ResumeShape resume)
    {
        var rpc = resume.Rpc;
        var types = $"<{rpc.RequestType}, {rpc.ResponseType}, {resume.Cursor.Type}>";
        writer.Line($"private static {Runtime}.ResumeMethod{types}? s_{rpc.Name};");
        writer.Line($"/// <summary>The stream of <c>{client.ServiceName}.{rpc.Name}</c>, opened again from '{resume.Resume.Name}' after a drop: no gap, nothing twice.</summary>");
        writer.Obsolete(rpc.Obsolete);
        writer.Line($"public static {Runtime}.ResumableCall{types} {rpc.Name}Resumable(");
        writer.Line($"    this {client.Type} client, {rpc.RequestType} request, {Runtime}.ResumeOptions? options = null, {Options}) =>");
        writer.Line($"    new(s_{rpc.Name} ??= new(");
        writer.Line($"        \"{client.ServiceName}.{rpc.Name}\",");
        writer.Line($"        static (client, request, options) => (({client.Type})client).{rpc.Name}(request, options),");
        writer.Line($"        static item => item.{resume.Cursor.Property},");
        writer.Line($"        static (request, cursor) => request.{resume.Resume.Property} = cursor){Limit(resume)}, client, request, options, callOptions);");
    }

    private static string Limit(ResumeShape resume) => resume.Limit is { } limit
        ? $" {{ LimitOf = static request => (long)request.{limit.Property}, SetLimit = static (request, limit) => request.{limit.Property} = {Cast(limit)}limit }}"
        : "";

    private static string Cast(FieldShape field) => field.Kind switch
    {
        FieldKind.Int32 => "(int)",
        FieldKind.UInt32 => "(uint)",
        FieldKind.UInt64 => "(ulong)",
        _ => "",
    };
}
