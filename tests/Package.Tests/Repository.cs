// What the tests know of the repository that they belong to.
using System.Reflection;

namespace GrpcSdk.Package.Tests;

internal static class Repository
{
    public static string Root => Metadata("RepositoryRoot");

    public static string GrpcVersion => Metadata("GrpcVersion");

    public static string ProtobufVersion => Metadata("ProtobufVersion");

    /// <summary>Where third-party packages are already: consumers find them there instead of downloading them again.</summary>
    public static string NuGetPackageRoot => Metadata("NuGetPackageRoot");

    /// <summary>What the project file says under a key.</summary>
    public static string Metadata(string key) =>
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(attribute => attribute.Key == key).Value!;
}
