// Where the files are that the tests look at; the build writes these paths into the assembly.

using System.Reflection;

namespace Showcase.Tests.Support;

internal static class RepositoryPaths
{
    public static string Root { get; } = Metadata("RepositoryRoot");

    /// <summary>The configuration that the tests were built in.</summary>
    public static string Configuration { get; } = Metadata("Configuration");

    /// <summary>The .proto files in the package Google.Api.CommonProtos.</summary>
    public static string CommonProtos { get; } = Metadata("CommonProtos");

    /// <summary>What Grpc.Tools generated for Showcase.Contracts.</summary>
    public static string Stubs { get; } = Metadata("Stubs");

    /// <summary>The host, built.</summary>
    public static string Showcase { get; } = Metadata("Showcase");

    private static string Metadata(string key) =>
        typeof(RepositoryPaths).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
