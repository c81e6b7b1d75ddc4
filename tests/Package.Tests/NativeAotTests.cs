using System.Diagnostics;
using Grpc.Core;
using Grpc.Net.Client;
using GrpcSdk.AspNetCore.Tests.Protos;

namespace GrpcSdk.Package.Tests;

/// <summary>
/// A server with generated registration and clients (that of tests/ServerProcess), made from the packages, as one native
/// program.
/// </summary>
public sealed class NativeAotTests(PackageFeed feed)
{
    [Fact]
    public async Task A_server_with_generated_registration_publishes_without_warnings_and_answers_every_kind_of_call()
    {
        NativeLinker.OrSkip();
        using var workspace = new Workspace(feed);
        WriteServer(workspace);

        var published = await workspace.RunAsync("publish", "server/server.csproj", "--use-current-runtime", "-o", workspace["published"], "-tl:off", "-nologo");

        published.EnsureSuccess();
        Assert.DoesNotContain(BuildOutput.Parse(published.Output), diagnostic => diagnostic.Id.StartsWith("IL", StringComparison.Ordinal));
        Assert.False(File.Exists(Path.Combine(workspace["published"], "server.dll")), "This is no native program.");
        await CallAsync(Path.Combine(workspace["published"], OperatingSystem.IsWindows() ? "server.exe" : "server"));
    }

    private static void WriteServer(Workspace workspace)
    {
        var tests = Path.Combine(Repository.Root, "tests");
        workspace.Write("server/server.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk.Web">
              <PropertyGroup>
                <PublishAot>true</PublishAot>
                <TrimmerSingleWarn>false</TrimmerSingleWarn>
                <StripSymbols>false</StripSymbols>
                <GrpcSdkSchemaRules>false</GrpcSdkSchemaRules>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Grpc.AspNetCore" Version="{Repository.GrpcVersion}" />
                <PackageReference Include="Grpc.AspNetCore.HealthChecks" Version="{Repository.GrpcVersion}" />
                <Protobuf Include="probe.proto" GrpcServices="Both" Access="Internal" />
              </ItemGroup>
            {Snippets.Package("GrpcSdk.AspNetCore")}{Snippets.Package("GrpcSdk.Client")}
            </Project>
            """);
        workspace.Write("server/Program.cs", File.ReadAllText(Path.Combine(tests, "ServerProcess", "Program.cs")));
        workspace.Write("server/ProbeApi.cs", File.ReadAllText(Path.Combine(tests, "AspNetCore.Tests", "Harness", "ProbeApi.cs")));
        workspace.Write("server/probe.proto", File.ReadAllText(Path.Combine(tests, "AspNetCore.Tests", "Protos", "probe.proto")));
    }

    private static async Task CallAsync(string program)
    {
        using var process = Process.Start(new ProcessStartInfo(program) { RedirectStandardOutput = true })!;
        try
        {
            const string Listening = "listening ";
            var line = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            Assert.StartsWith(Listening, line, StringComparison.Ordinal);
            using var channel = GrpcChannel.ForAddress(line![Listening.Length..]);
            await CallEachKindAsync(new Probe.ProbeClient(channel));
        }
        finally
        {
            process.Kill();
        }
    }

    private static async Task CallEachKindAsync(Probe.ProbeClient client)
    {
        var request = new ProbeRequest { Text = "hello" };
        Assert.Equal("hello", (await client.UnaryAsync(request)).Text);

        using (var call = client.ClientStream())
        {
            await call.RequestStream.WriteAsync(request);
            await call.RequestStream.WriteAsync(request);
            await call.RequestStream.CompleteAsync();
            Assert.Equal(2, (await call).Received);
        }

        using (var call = client.ServerStream(request))
        {
            Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
            Assert.Equal("hello", call.ResponseStream.Current.Text);
        }

        using (var call = client.Duplex())
        {
            await call.RequestStream.WriteAsync(request);
            Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
            await call.RequestStream.CompleteAsync();
            Assert.False(await call.ResponseStream.MoveNext(CancellationToken.None));
        }

        // Interceptors run too, with their details.
        var refused = await Assert.ThrowsAsync<RpcException>(async () => await client.UnaryAsync(new ProbeRequest { Text = "bad" }));
        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
        Assert.NotNull(refused.Trailers.Get("grpc-status-details-bin"));
    }
}
