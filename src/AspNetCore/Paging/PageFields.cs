using System.Collections.Concurrent;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using GrpcSdk.Paging;

namespace GrpcSdk.AspNetCore.Paging;

/// <summary>Where a request message keeps page size and page token, found by name once per message type.</summary>
internal sealed class PageFields
{
    private static readonly ConcurrentDictionary<MessageDescriptor, PageFields> Known = new();

    private readonly FieldDescriptor? _size;
    private readonly FieldDescriptor? _token;

    private PageFields(MessageDescriptor message)
    {
        _size = Find(message, PageFieldNames.Size, IsInteger);
        _token = Find(message, PageFieldNames.Token, f => f.FieldType is FieldType.String or FieldType.Bytes);
    }

    /// <summary>The proto name of the size field, for errors.</summary>
    public string SizeName => _size?.Name ?? "page_size";

    /// <summary>The proto name of the token field, for errors.</summary>
    public string TokenName => _token?.Name ?? "page_token";

    public static PageFields Of(MessageDescriptor message) => Known.GetOrAdd(message, static m => new(m));

    /// <summary>A hash of method and request without size and token.</summary>
    public static string HashOf<TRequest>(string method, TRequest request)
        where TRequest : class, IMessage<TRequest>
    {
        var fields = Of(request.Descriptor);
        var canonical = request.Clone();
        fields._size?.Accessor.Clear(canonical);
        fields._token?.Accessor.Clear(canonical);
        return RequestHash.Compute(method, canonical);
    }

    /// <summary>The size asked for; 0 for none.</summary>
    public long SizeOf(IMessage request) => _size?.Accessor.GetValue(request) switch
    {
        null => 0,
        int size => size,
        uint size => size,
        long size => size,
        ulong size => (long)Math.Min(size, long.MaxValue),
        _ => 0,
    };

    /// <summary>The token that was sent; empty for the first page.</summary>
    public string TokenOf(IMessage request) => _token?.Accessor.GetValue(request) switch
    {
        string token => token,
        ByteString { IsEmpty: false } token => Text(token),
        _ => "",
    };

    // Our tokens are ASCII; other bytes become characters that no token has.
    private static string Text(ByteString token) => string.Create(token.Length, token, static (text, bytes) =>
    {
        for (var i = 0; i < text.Length; i++)
        {
            text[i] = (char)bytes[i];
        }
    });

    private static bool IsInteger(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Int32 or FieldType.UInt32 or FieldType.SInt32 or FieldType.Fixed32 or FieldType.SFixed32 => true,
        FieldType.Int64 or FieldType.UInt64 or FieldType.SInt64 or FieldType.Fixed64 or FieldType.SFixed64 => true,
        FieldType.Message => field.MessageType.FullName is "google.protobuf.Int32Value" or "google.protobuf.UInt32Value"
            or "google.protobuf.Int64Value" or "google.protobuf.UInt64Value",
        _ => false,
    };

    private static FieldDescriptor? Find(MessageDescriptor message, string[] names, Func<FieldDescriptor, bool> fits) =>
        names
            .Select(name => message.Fields.InDeclarationOrder().FirstOrDefault(f => f.PropertyName == name && !f.IsRepeated && fits(f)))
            .FirstOrDefault(field => field is not null);
}
