// The services and messages that are compiled into the page: what it can make forms of.

using System.Reflection;
using Acme.Users.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Rpc;
using Grpc.Health.V1;
using Grpc.Reflection.V1Alpha;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace Showcase.Web.Catalogue;

internal static class KnownTypes
{
    private static readonly FileDescriptor[] Files =
    [
        .. new[] { typeof(User), typeof(HealthCheckRequest), typeof(ServerReflectionRequest), typeof(ErrorInfo) }
            .SelectMany(type => type.Assembly.GetTypes())
            .Select(type => type.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static))
            .Where(property => property?.PropertyType == typeof(FileDescriptor))
            .Select(property => (FileDescriptor)property!.GetValue(null)!),
    ];

    private static readonly Dictionary<string, ServiceDescriptor> Services =
        Files.SelectMany(file => file.Services).ToDictionary(service => service.FullName);

    private static readonly TypeRegistry Registry = TypeRegistry.FromFiles(Files);

    /// <summary>Reads messages of JSON, also those within google.protobuf.Any.</summary>
    public static JsonParser JsonParser { get; } = new(JsonParser.Settings.Default.WithTypeRegistry(Registry));

    /// <summary>Writes messages as JSON for people.</summary>
    public static JsonFormatter JsonFormatter { get; } = new(JsonFormatter.Settings.Default.WithIndentation().WithTypeRegistry(Registry));

    /// <returns>The service of a full name, or null when it is not compiled into the page.</returns>
    public static ServiceDescriptor? FindService(string fullName) => Services.GetValueOrDefault(fullName);
}
