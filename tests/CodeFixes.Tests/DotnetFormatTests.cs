// dotnet format, the real one, applies the fixes of the usage rules to a project on disk.
using System.Diagnostics;
using System.Reflection;

namespace GrpcSdk.CodeFixes.Tests;

public sealed class DotnetFormatTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("grpcsdk-format-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Applies_the_fixes_of_a_whole_project()
    {
        await WriteAsync("Directory.Build.props", "<Project />");
        await WriteAsync("Directory.Packages.props", "<Project />");
        await WriteAsync(".editorconfig", "root = true\n");
        await WriteAsync("Service.csproj", Project());
        await WriteAsync("First.cs", Faulty("First"));
        await WriteAsync("Second.cs", Faulty("Second"));

        await DotnetAsync("restore");
        await DotnetAsync("format", "analyzers", "--no-restore", "--severity", "warn", "--diagnostics", "GSDK3001", "GSDK3009", "GSDK3010", "GSDK3011");

        Assert.Equal(Right("First"), await ReadAsync("First.cs"));
        Assert.Equal(Right("Second"), await ReadAsync("Second.cs"));
        await DotnetAsync("build", "--no-restore", "-warnaserror");
    }

    private static string Project()
    {
        var version = typeof(DotnetFormatTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "GrpcVersion").Value;
        string[] analyzers = ["GrpcSdk.Analyzers.dll", "GrpcSdk.CodeFixes.dll", "GrpcSdk.Schema.dll", "Google.Protobuf.dll", "YamlDotNet.dll"];
        return $"""
            <Project Sdk="Microsoft.NET.Sdk.Web">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <OutputType>Library</OutputType>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <!-- What a feed may lack is not what is tested. -->
                <NoWarn>$(NoWarn);NU1603;NU1900</NoWarn>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Grpc.AspNetCore" Version="{version}" />
                {string.Concat(analyzers.Select(file => $"<Analyzer Include=\"{Path.Combine(AppContext.BaseDirectory, file)}\" />"))}
              </ItemGroup>
              <ItemGroup>
                <Compile Include="{Path.Combine(AppContext.BaseDirectory, "Stubs")}/*.cs" />
              </ItemGroup>
            </Project>
            """;
    }

    private static string Faulty(string name) => Source(
        name,
        "await Task.Delay(1000); // a second",
        "await greeter.SayHelloAsync(request, deadline: DateTime.Now.AddSeconds(5), cancellationToken: context.CancellationToken)",
        "var call",
        "\"Failed: \" + exception");

    private static string Right(string name) => Source(
        name,
        "await Task.Delay(1000, context.CancellationToken); // a second",
        "await greeter.SayHelloAsync(request, deadline: DateTime.UtcNow.AddSeconds(5), cancellationToken: context.CancellationToken)",
        "using var call",
        "\"Failed.\", exception");

    private static string Source(string name, string delay, string call, string declaration, string detail) => $$"""
        using Grpc.Core;
        using Probe;

        namespace Service;

        /// <summary>Greets.</summary>
        public sealed class {{name}}(Greeter.GreeterClient greeter) : Greeter.GreeterBase
        {
            public override async Task<HelloReply> SayHello(HelloRequest request, ServerCallContext context)
            {
                {{delay}}
                {{declaration}} = greeter.ListHellos(request, cancellationToken: context.CancellationToken);
                await call.ResponseStream.MoveNext();
                try
                {
                    return {{call}};
                }
                catch (Exception exception)
                {
                    throw new RpcException(new Status(StatusCode.Internal, {{detail}}));
                }
            }
        }

        """;

    private Task WriteAsync(string name, string text) => File.WriteAllTextAsync(Path.Combine(_folder, name), text, TestContext.Current.CancellationToken);

    private Task<string> ReadAsync(string name) => File.ReadAllTextAsync(Path.Combine(_folder, name), TestContext.Current.CancellationToken);

    private async Task DotnetAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = _folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"dotnet {string.Join(' ', arguments)}\n{await output}\n{await error}");
    }
}
