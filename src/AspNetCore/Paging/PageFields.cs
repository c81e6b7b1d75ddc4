using System.Collections.Concurrent;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using GrpcSdk.Paging;

namespace GrpcSdk.AspNetCore.Paging;

/// <summary>
/// Where a request message keeps page size and page token, found by name once per message type: in the request itself, or
/// in a message that it holds (<c>pagination.page_token</c>).
/// </summary>
internal sealed class PageFields
{
    private static readonly ConcurrentDictionary<MessageDescriptor, PageFields> Known = new();

    private readonly Place? _size;
    private readonly Place? _token;

    private PageFields(MessageDescriptor message)
    {
        _token = Find(null, message, PageFieldNames.Token, IsToken) ?? FindNestedToken(message);
        _size = (_token?.Outer is { } outer ? Find(outer, outer.MessageType, PageFieldNames.Size, IsInteger) : null)
            ?? Find(null, message, PageFieldNames.Size, IsInteger)
            ?? (_token is null ? null : OnlySizeLike(message));
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
        fields._size?.Clear(canonical);
        fields._token?.Clear(canonical);
        return RequestHash.Compute(method, canonical);
    }

    /// <summary>The size asked for; 0 for none.</summary>
    public long SizeOf(IMessage request) => _size?.ValueIn(request) switch
    {
        null => 0,
        int size => size,
        uint size => size,
        long size => size,
        ulong size => (long)Math.Min(size, long.MaxValue),
        _ => 0,
    };

    /// <summary>The token that was sent; empty for the first page.</summary>
    public string TokenOf(IMessage request) => _token?.ValueIn(request) switch
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

    private static bool IsToken(FieldDescriptor field) => field.FieldType is FieldType.String or FieldType.Bytes;

    private static bool IsInteger(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Int32 or FieldType.UInt32 or FieldType.SInt32 or FieldType.Fixed32 or FieldType.SFixed32 => true,
        FieldType.Int64 or FieldType.UInt64 or FieldType.SInt64 or FieldType.Fixed64 or FieldType.SFixed64 => true,
        FieldType.Message => field.MessageType.FullName is "google.protobuf.Int32Value" or "google.protobuf.UInt32Value"
            or "google.protobuf.Int64Value" or "google.protobuf.UInt64Value",
        _ => false,
    };

    private static Place? FindNestedToken(MessageDescriptor message) =>
        message.Fields.InDeclarationOrder()
            .Where(f => f is { FieldType: FieldType.Message, IsRepeated: false, RealContainingOneof: null })
            .Select(outer =>
            {
                var isPaging = PageFieldNames.IsPaging(outer.PropertyName) || PageFieldNames.IsPaging(outer.MessageType.Name);
                return Find(outer, outer.MessageType, [.. PageFieldNames.Token.Except(PageFieldNames.Weak), .. isPaging ? PageFieldNames.NestedToken : []], IsToken);
            })
            .FirstOrDefault(place => place is not null);

    private static Place? OnlySizeLike(MessageDescriptor message)
    {
        FieldDescriptor[] like = [.. message.Fields.InDeclarationOrder().Where(f => !f.IsRepeated && IsInteger(f) && PageFieldNames.IsSizeLike(f.PropertyName))];
        return like is [var only] ? new Place(null, only) : null;
    }

    private static Place? Find(FieldDescriptor? outer, MessageDescriptor message, string[] names, Func<FieldDescriptor, bool> fits) =>
        names
            .Select(name => message.Fields.InDeclarationOrder().FirstOrDefault(f => f.PropertyName == name && !f.IsRepeated && fits(f)))
            .Where(field => field is not null)
            .Select(field => new Place(outer, field!))
            .FirstOrDefault();

    private sealed record Place(FieldDescriptor? Outer, FieldDescriptor Field)
    {
        public string Name => Outer is null ? Field.Name : $"{Outer.Name}.{Field.Name}";

        public object? ValueIn(IMessage request) => MessageIn(request) is { } message ? Field.Accessor.GetValue(message) : null;

        public void Clear(IMessage request)
        {
            if (MessageIn(request) is { } message)
            {
                Field.Accessor.Clear(message);
                // Absent on the first page and empty on the next ones are the same request.
                if (message.CalculateSize() == 0)
                {
                    Outer?.Accessor.Clear(request);
                }
            }
        }

        private IMessage? MessageIn(IMessage request) => Outer is null ? request : (IMessage?)Outer.Accessor.GetValue(request);
    }
}
