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
        writer.Line($"        static response => new({Read(page)})), client, request, options, callOptions);");
    }

    private static string ItemType(FieldShape items) =>
        items.IsMap ? $"global::System.Collections.Generic.KeyValuePair<{items.KeyType}, {items.Type}>" : items.Type;

    private static string Write(PageShape page)
    {
        var token = page.Token.Kind == FieldKind.Bytes ? "global::Google.Protobuf.ByteString.FromBase64(token)" : "token";
        var write = $"if (token != null) request.{page.Token.Property} = {token};";
        return page.Size is { } size ? $"{write} if (size is {{ }} s) request.{size.Property} = {Cast(size)}s;" : write;
    }

    private static string Cast(FieldShape size) => size.Kind switch
    {
        FieldKind.UInt32 => "(uint)",
        FieldKind.UInt64 => "(ulong)",
        _ => "",
    };

    private static string Read(PageShape page)
    {
        var items = page.Items.IsMap
            ? $"global::GrpcSdk.Paging.PageItems.FromMap(response.{page.Items.Property})"
            : $"response.{page.Items.Property}";
        // A bytes wrapper may be null.
        var next = $"response.{page.NextToken.Property}" + (page.NextToken.Kind == FieldKind.Bytes ? "?.ToBase64()" : "");
        var total = page.Total is { } t ? $", totalSize: {(t.Kind == FieldKind.UInt64 ? "(long?)" : "")}response.{t.Property}" : "";
        var unreachable = page.Unreachable is { } u ? $", unreachable: response.{u.Property}" : "";
        return items + ", " + next + total + unreachable;
    }
}
