// The messages that are compared, in protobuf and as what a JSON API in C# would have: records for System.Text.Json with
// its source generator, its fastest form. Both hold the same values.

using System.Text.Json.Serialization;
using Acme.Analytics.V1;
using Acme.Chat.V1;
using Acme.Collaboration.V1;
using Acme.Events.V1;
using Acme.Uploads.V1;
using Acme.Users.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace GrpcSdk.Bench.Showcase;

internal sealed record AddressJson(string Street, string City, string State, string Zip);

internal sealed record UserJson(
    int Id, string Name, string Email, string Phone, string Role, AddressJson Address, List<AddressJson> AdditionalAddresses, List<string> Tags, DateTime CreateTime, DateTime UpdateTime);

internal sealed record UserPageJson(List<UserJson> Users, string NextPageToken, int TotalCount);

internal sealed record EventJson(
    string Id, string Name, DateTime CreatedAt, string Duration, int? OptionalCount, string Type, string ResumeToken, Dictionary<string, string> Attributes);

internal sealed record MetricJson(string Name, double Value, DateTime Timestamp);

internal sealed record ChatMessageJson(string UserId, string RoomId, string Content, DateTime Timestamp, string Kind, long Sequence);

internal sealed record DocumentEditJson(string DocumentId, string UserId, int Position, string Content, string Operation);

internal sealed record ImageChunkJson(string Filename, byte[] Data, int ChunkNumber);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(UserJson))]
[JsonSerializable(typeof(UserPageJson))]
[JsonSerializable(typeof(EventJson))]
[JsonSerializable(typeof(MetricJson))]
[JsonSerializable(typeof(ChatMessageJson))]
[JsonSerializable(typeof(DocumentEditJson))]
[JsonSerializable(typeof(ImageChunkJson))]
internal sealed partial class MessagesJson : JsonSerializerContext;

internal static class Messages
{
    private static readonly DateTime Time = new(2025, 10, 1, 12, 30, 15, 123, DateTimeKind.Utc);
    private static readonly Timestamp Stamp = Time.ToTimestamp();

    public static User User(int i) => new()
    {
        Id = i,
        Name = $"Ada Lovelace {i}",
        Email = $"ada.lovelace.{i}@example.com",
        Phone = "+442071234567",
        Role = UserRole.Admin,
        Address = new User.Types.Address { Street = "12 St James's Square", City = "London", State = "England", Zip = "SW1Y 4JH" },
        AdditionalAddresses = { new User.Types.Address { Street = "Horsley Towers", City = "Ockham", State = "Surrey", Zip = "KT24 6DU" } },
        Tags = { "beta", "founder" },
        CreateTime = Stamp,
        UpdateTime = Stamp,
    };

    public static UserJson UserJson(int i) => new(
        i,
        $"Ada Lovelace {i}",
        $"ada.lovelace.{i}@example.com",
        "+442071234567",
        "USER_ROLE_ADMIN",
        new AddressJson("12 St James's Square", "London", "England", "SW1Y 4JH"),
        [new AddressJson("Horsley Towers", "Ockham", "Surrey", "KT24 6DU")],
        ["beta", "founder"],
        Time,
        Time);

    public static ListUsersResponse Page { get; } = new()
    {
        Users = { Enumerable.Range(1, 50).Select(User) },
        NextPageToken = "AQGkLm3vJt5rNq8sWx2yZb4cDf6gHj",
        TotalCount = 10_000,
    };

    public static UserPageJson PageJson { get; } = new([.. Enumerable.Range(1, 50).Select(UserJson)], "AQGkLm3vJt5rNq8sWx2yZb4cDf6gHj", 10_000);

    public static Event Event { get; } = new()
    {
        Id = "evt-000000012345",
        Name = "User 42 was created",
        CreatedAt = Stamp,
        Duration = Duration.FromTimeSpan(TimeSpan.FromMilliseconds(1500)),
        OptionalCount = 3,
        Type = "user.created",
        ResumeToken = "AQAAAAAAADA5",
        Attributes = { ["user_id"] = "42" },
    };

    public static EventJson EventJson { get; } = new(
        "evt-000000012345", "User 42 was created", Time, "1.500s", 3, "user.created", "AQAAAAAAADA5", new() { ["user_id"] = "42" });

    public static Metric Metric { get; } = new() { Name = "http.latency_ms", Value = 12.345678, Timestamp = Stamp };

    public static MetricJson MetricJson { get; } = new("http.latency_ms", 12.345678, Time);

    public static ChatMessage ChatMessage { get; } = new()
    {
        UserId = "ada",
        RoomId = "engines",
        Content = "The engine weaves algebraic patterns.",
        Timestamp = Stamp,
        Kind = ChatMessage.Types.Kind.Message,
        Sequence = 4711,
    };

    public static ChatMessageJson ChatMessageJson { get; } = new("ada", "engines", "The engine weaves algebraic patterns.", Time, "KIND_MESSAGE", 4711);

    public static DocumentEdit DocumentEdit { get; } = new()
    {
        DocumentId = "notes-on-the-engine",
        UserId = "ada",
        Position = 1234,
        Content = "x",
        Operation = DocumentEdit.Types.Operation.Insert,
    };

    public static DocumentEditJson DocumentEditJson { get; } = new("notes-on-the-engine", "ada", 1234, "x", "OPERATION_INSERT");

    public static ImageChunk ImageChunk { get; } = new() { Filename = "ada.png", Data = ByteString.CopyFrom(Noise()), ChunkNumber = 7 };

    public static ImageChunkJson ImageChunkJson { get; } = new("ada.png", Noise(), 7);

    private static byte[] Noise()
    {
        var bytes = new byte[64 * 1024];
        new Random(1).NextBytes(bytes);
        return bytes;
    }
}
