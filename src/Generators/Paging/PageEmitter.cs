// Writes the pagers of one client: an extension method per RPC, over a descriptor of static lambdas.
using GrpcSdk.Generators.Common;
using GrpcSdk.Generators.Helpers;

namespace GrpcSdk.Generators.Paging;

/// <summary>Prints <see cref="PagedClientModel"/> as C#.</summary>
internal static class PageEmitter
{
    public static string Emit(PagedClientModel model)
    {
        var writer = SourceWriter.ForFile();
        writer.Namespace(model.Namespace);
        writer.Line($"/// <summary>Walks the paginated lists of {model.Client.ServiceName}.</summary>");
        writer.Line(SourceWriter.GeneratedCode);
        using (writer.Block($"{(model.IsPublic ? "public" : "internal")} static class {model.Client.ServiceName}PagingExtensions"))
        {
            for (var i = 0; i < model.Pages.Count; i++)
            {
                if (i > 0)
                {
                    writer.Line();
                }

                EmitPager(writer, model.Client, model.Pages[i]);
            }
        }

        return writer.ToString();
    }

    // The descriptor is made on first use, so that trimming keeps only what an application calls.
    private static void EmitPager(SourceWriter writer, ClientModel client, PageShape page)
    {
        var (rpc, field) = (page.Rpc, $"s_{page.Rpc.Name}");
        var types = $"<{rpc.RequestType}, {rpc.ResponseType}, {ItemType(page.Items)}>";
        writer.Line($"private static global::GrpcSdk.Paging.PageMethod{types}? {field};");
        writer.Line($"/// <summary>All of '{page.Items.Name}' of <c>{client.ServiceName}.{rpc.Name}</c>: pages are fetched while the result is enumerated.</summary>");
        writer.Obsolete(rpc.Obsolete);
        writer.Line($"public static global::GrpcSdk.Paging.PagedCall{types} {rpc.Name}Paged(");
        writer.Line($"    this {client.Type} client, {rpc.RequestType} request,");
        writer.Line("    global::GrpcSdk.Paging.PageOptions? options = null, global::Grpc.Core.CallOptions callOptions = default) =>");
        writer.Line($"    new({field} ??= new(");
        writer.Line($"        \"{client.ServiceName}.{rpc.Name}\",");
        writer.Line($"        static (client, request, options) => (({client.Type})client).{rpc.Name}Async(request, options),");
        writer.Line($"        static (request, token, size) => {{ {Write(page)} }},");
        writer.Line($"        static response => new({Read(page)})){(page.Size is null ? " { HasPageSize = false }" : "")}, client, request, options, callOptions);");
    }

    private static string ItemType(PageField items) => items.Field.IsMap
        ? $"global::System.Collections.Generic.KeyValuePair<{items.Field.KeyType}, {items.Field.Type}>"
        : items.Field.Type;

    private static string Write(PageShape page)
    {
        const string Bytes = "global::Google.Protobuf.ByteString.FromBase64(token)";
        var token = page.Token.Field.Kind switch
        {
            FieldKind.Bytes => Bytes,
            FieldKind.Message => $"{page.Token.Field.Type}.Parser.ParseFrom({Bytes})",
            _ => "token",
        };
        var write = $"if (token != null) {Target(page.Token)} = {token};";
        return page.Size is { } size ? $"{write} if (size is {{ }} s) {Target(size)} = {Cast(size.Field)}s;" : write;
    }

    private static string Target(PageField field) => field.Outer is { } outer
        ? $"(request.{outer.Property} ??= new()).{field.Field.Property}"
        : $"request.{field.Field.Property}";

    private static string Source(PageField field) => field.Outer is { } outer
        ? $"response.{outer.Property}?.{field.Field.Property}"
        : $"response.{field.Field.Property}";

    private static string Cast(FieldShape size) => size.Kind switch
    {
        FieldKind.UInt32 => "(uint)",
        FieldKind.UInt64 => "(ulong)",
        _ => "",
    };

    private static string Read(PageShape page)
    {
        var items = page.Items.Field.IsMap ? $"global::GrpcSdk.Paging.PageItems.FromMap({Source(page.Items)})" : Source(page.Items);
        var next = page.NextToken.Field.Kind switch
        {
            // A bytes wrapper may be null.
            FieldKind.Bytes => Source(page.NextToken) + "?.ToBase64()",
            FieldKind.Message => $"{Source(page.NextToken)} is {{ }} next ? global::Google.Protobuf.MessageExtensions.ToByteString(next).ToBase64() : null",
            _ => Source(page.NextToken),
        };
        var total = page.Total is { } t ? $", totalSize: {(t.Field.Kind == FieldKind.UInt64 ? "(long?)" : "")}{Source(t)}" : "";
        var unreachable = page.Unreachable is { } u ? $", unreachable: response.{u.Property}" : "";
        return items + ", " + next + total + unreachable;
    }
}
