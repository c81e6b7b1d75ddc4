// What test sources are compiled against: .NET, gRPC, ASP.NET Core, and the stubs of probe.proto in this very assembly.
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;

namespace GrpcSdk.Analyzers.Tests.Harness;

internal static class GrpcReferences
{
    /// <summary>An empty set: the references below are added by hand, because none can be downloaded.</summary>
    public static ReferenceAssemblies None { get; } = new("net10.0");

    /// <summary>.NET alone, for a project that does not use gRPC.</summary>
    public static ImmutableArray<MetadataReference> DotNet { get; } = [.. Basic.Reference.Assemblies.Net100.References.All];

    /// <summary>Everything that a service with clients references.</summary>
    public static ImmutableArray<MetadataReference> All { get; } = [.. DotNet, .. Others()];

    /// <summary>The namespaces that every test source may use without saying so.</summary>
    public const string GlobalUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Google.Protobuf.WellKnownTypes;
        global using Grpc.Core;
        global using Grpc.Core.Interceptors;
        global using Grpc.Net.Client;
        global using Grpc.Net.Client.Configuration;
        global using Microsoft.AspNetCore.Builder;
        global using Microsoft.Extensions.DependencyInjection;
        global using Microsoft.Extensions.Hosting;
        global using Microsoft.Extensions.Logging;
        global using Probe;
        global using Channel = System.Threading.Channels.Channel;
        global using Status = Grpc.Core.Status;
        """;

    private static IEnumerable<MetadataReference> Others()
    {
        var trusted = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        string[] prefixes = ["Grpc.", "Google.Protobuf", "Microsoft.AspNetCore", "Microsoft.Extensions", "Microsoft.Net.Http", typeof(GrpcReferences).Assembly.GetName().Name!];
        return trusted.Split(Path.PathSeparator)
            .Where(path => prefixes.Any(prefix => Path.GetFileName(path).StartsWith(prefix, StringComparison.Ordinal)))
            .Select(path => MetadataReference.CreateFromFile(path));
    }
}
