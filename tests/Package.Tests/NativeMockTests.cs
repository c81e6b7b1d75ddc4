// Generated mocks in a native program, made from the packages: no reflection that trimming or NativeAOT would break.
namespace GrpcSdk.Package.Tests;

/// <summary>
/// Everything that a mock can do, once, as one native program: it is published without a warning, and runs.
/// </summary>
public sealed class NativeMockTests(PackageFeed feed)
{
    [Fact]
    public async Task Mocks_of_all_kinds_publish_without_warnings_and_run_as_a_native_program()
    {
        NativeLinker.OrSkip();
        using var workspace = new Workspace(feed);
        workspace.Write("mocks/mocks.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <PublishAot>true</PublishAot>
                <InvariantGlobalization>true</InvariantGlobalization>
                <TrimmerSingleWarn>false</TrimmerSingleWarn>
                <StripSymbols>false</StripSymbols>
                <GrpcSdkSchemaRules>false</GrpcSdkSchemaRules>
                <GrpcSdkUsageRules>false</GrpcSdkUsageRules>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Grpc.Tools" Version="{Repository.GrpcVersion}" PrivateAssets="all" />
                <Protobuf Include="testing.proto" GrpcServices="Both" />
              </ItemGroup>
            {Snippets.Package("GrpcSdk.Testing")}
            </Project>
            """);
        workspace.Write("mocks/Program.cs", Program);
        workspace.Write("mocks/testing.proto", await File.ReadAllTextAsync(Path.Combine(Repository.Root, "tests", "Testing.Tests", "Protos", "testing.proto"), TestContext.Current.CancellationToken));

        var published = await workspace.RunAsync("publish", "mocks/mocks.csproj", "--use-current-runtime", "-o", workspace["published"], "-tl:off", "-nologo");

        published.EnsureSuccess();
        Assert.Empty(BuildOutput.Parse(published.Output));
        Assert.False(File.Exists(Path.Combine(workspace["published"], "mocks.dll")), "This is no native program.");
        Assert.Equal(Expected.Split('\n'), await RunAsync(Path.Combine(workspace["published"], OperatingSystem.IsWindows() ? "mocks.exe" : "mocks")));
    }

    private static async Task<string[]> RunAsync(string program)
    {
        using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(program) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd())];
    }

    private const string Expected = """
        status: Unavailable
        unary: Emma
        server stream: 1
        client stream: 1
        replay: 1
        duplex over HTTP: hear!
        container: Emma
        host: 3
        miss: id: expected 8, was 7
        no setup: No setup of GetBook matches the call GetBook({ "id": 9 }). Setups of GetBook:
        """;

    private const string Program = """
        using Grpc.Core;
        using Grpc.Core.Interceptors;
        using Grpc.Net.Client;
        using GrpcSdk.Testing;
        using GrpcSdk.Testing.Tests.V1;
        using Microsoft.Extensions.DependencyInjection;

        var library = new LibraryMock();
        Library.LibraryClient client = library;

        library.GetBook.When(new GetBookRequest { Id = 7 }).Sequence(StatusCode.Unavailable, new Book { Id = 7, Title = "Emma" });
        Say("status", Assert<RpcException>(() => client.GetBook(new() { Id = 7 })).StatusCode);
        Say("unary", (await client.GetBookAsync(new() { Id = 7 })).Title);

        library.ListBooks.Streams(script => script.Message(new Book { Id = 1 }).Fail(StatusCode.Aborted, "reset"));
        using (var call = client.ListBooks(new()))
        {
            await call.ResponseStream.MoveNext();
            Say("server stream", call.ResponseStream.Current.Id);
        }

        library.ImportBooks.Returns(books => new ImportBooksResponse { Count = books.Count });
        var file = Path.GetTempFileName();
        using (var recorder = new RpcRecorder(file))
        {
            Say("client stream", await ImportAsync(new Library.LibraryClient(library.Invoker.Intercept(recorder))));
        }

        var replayed = new LibraryMock();
        replayed.Replay(file);
        Say("replay", await ImportAsync(replayed));
        replayed.VerifyAll();
        File.Delete(file);

        library.Discuss.RespondsToEach(remark => new Remark { Text = remark.Text + "!" });
        using (var channel = GrpcChannel.ForAddress("http://mock", new() { HttpHandler = library.ToHttpHandler() }))
        using (var call = new Library.LibraryClient(channel).Discuss())
        {
            await call.RequestStream.WriteAsync(new() { Text = "hear" });
            await call.ResponseStream.MoveNext(default);
            Say("duplex over HTTP", call.ResponseStream.Current.Text);
        }

        var services = new ServiceCollection();
        services.AddGrpcClient<Library.LibraryClient>();
        services.ReplaceGrpcTransport(library);
        await using (var provider = services.BuildServiceProvider())
        {
            Say("container", (await provider.GetRequiredService<Library.LibraryClient>().GetBookAsync(new() { Id = 7 })).Title);
        }

        await using (var host = await GrpcTestHost.StartServiceAsync<Shelf>())
        {
            Say("host", (await host.CreateClient(invoker => new Library.LibraryClient(invoker)).GetBookAsync(new() { Id = 3 })).Id);
        }

        Say("miss", Assert<GrpcMockException>(() => library.GetBook.Received(1, new GetBookRequest { Id = 8 })).Message.Split('\n')[^1].Trim());
        Say("no setup", Assert<GrpcMockException>(() => client.GetBook(new() { Id = 9 })).Message.Split('\n')[0]);

        static async Task<int> ImportAsync(Library.LibraryClient client)
        {
            using var call = client.ImportBooks();
            await call.RequestStream.WriteAsync(new Book { Tags = { "a" }, Ratings = { ["x"] = 1 }, Author = new() { Name = "Austen" }, Pages = 1 });
            await call.RequestStream.CompleteAsync();
            return (await call).Count;
        }

        static void Say(string what, object value) => Console.WriteLine($"{what}: {value}");

        static TException Assert<TException>(Action action)
            where TException : Exception
        {
            try
            {
                action();
            }
            catch (TException exception)
            {
                return exception;
            }

            throw new InvalidOperationException($"No {typeof(TException).Name}.");
        }

        [GrpcMock<Library.LibraryClient>]
        public partial class LibraryMock;

        internal sealed class Shelf : Library.LibraryBase
        {
            public override Task<Book> GetBook(GetBookRequest request, ServerCallContext context) => Task.FromResult(new Book { Id = request.Id });
        }
        """;
}
