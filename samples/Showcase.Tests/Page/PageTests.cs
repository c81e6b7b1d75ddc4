// The page in a real browser: every kind of call through its forms, streams as they come, health and metrics.

using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Showcase.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Showcase.Tests.Page;

[Collection(nameof(BrowserFixture))]
public sealed class PageTests(BrowserFixture browser) : IAsyncDisposable
{
    // In protos/, and health and reflection (two versions) beside them.
    private static readonly int ServicesOfProtos = Directory
        .EnumerateFiles(Path.Combine(RepositoryPaths.Root, "protos", "acme"), "*.proto", SearchOption.AllDirectories)
        .Sum(file => File.ReadLines(file).Count(line => line.StartsWith("service ", StringComparison.Ordinal)));

    private const int Infrastructure = 4;
    private static int _users;

    public ValueTask DisposeAsync() => browser.ClosePagesAsync();

    [Fact]
    public async Task The_menu_lists_every_service_with_the_kinds_of_its_methods()
    {
        var page = await browser.OpenAsync();

        await Expect(page.GetByRole(AriaRole.Navigation)).ToContainTextAsync("acme.users.v2");
        await Expect(page.GetByRole(AriaRole.Navigation)).ToContainTextAsync("grpc.health.v1");
        await Expect(page.Locator("nav details")).ToHaveCountAsync(ServicesOfProtos + Infrastructure);
        await Expect(page.Locator("nav a", new() { HasText = "StreamUsers" })).ToContainTextAsync("server streaming");
        await Expect(page.Locator("nav a", new() { HasText = "RecordMetrics" })).ToContainTextAsync("client streaming");
        await Expect(page.Locator("nav a", new() { HasText = "Collaborate" })).ToContainTextAsync("bidirectional streaming");
    }

    [Fact]
    public async Task A_unary_call_is_made_from_a_form_with_nested_messages()
    {
        var page = await browser.OpenAsync("services/acme.users.v1.UserService/CreateUser");
        await FillUserAsync(page, "Ada");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add address", Exact = true }).ClickAsync();
        await Field(page, "city").FillAsync("London");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add tags" }).ClickAsync();
        await page.GetByLabel("tags, value 1").FillAsync("first");
        await Field(page, "role").SelectOptionAsync("USER_ROLE_ADMIN");

        await CallAsync(page);

        await ExpectStatusAsync(page, "OK");
        await Expect(page.Locator(".received pre")).ToContainTextAsync("\"city\": \"London\"");
        await Expect(page.Locator(".received pre")).ToContainTextAsync("USER_ROLE_ADMIN");
    }

    [Fact]
    public async Task An_error_is_shown_with_its_details()
    {
        var page = await browser.OpenAsync("services/acme.users.v1.UserService/GetUser");
        await Field(page, "id").FillAsync("987654");

        await CallAsync(page);

        await ExpectStatusAsync(page, "NotFound");
        await Expect(page.GetByLabel("Detail of the error").Last).ToContainTextAsync("users/987654");
    }

    [Fact]
    public async Task What_cannot_be_sent_is_said_at_the_form()
    {
        var page = await browser.OpenAsync("services/acme.users.v1.UserService/GetUser");
        await Field(page, "id").FillAsync("seven");

        await CallAsync(page);

        await Expect(page.Locator("form [role=alert]")).ToContainTextAsync("seven");
        await Expect(page.Locator("section")).ToContainTextAsync("Nothing called yet.");
    }

    [Fact]
    public async Task A_server_stream_is_watched_live_and_cancelled()
    {
        var watcher = await browser.OpenAsync("services/acme.events.v1.EventService/SubscribeToEvents");
        await CallAsync(watcher);
        await Expect(watcher.Locator("section")).ToContainTextAsync("Under way");
        var publisher = await browser.OpenAsync("services/acme.users.v1.UserService/CreateUser");
        await FillUserAsync(publisher, "Grace");
        await CallAsync(publisher);
        await ExpectStatusAsync(publisher, "OK");

        await Expect(watcher.Locator(".received pre").Filter(new() { HasText = "was created" }).First).ToBeVisibleAsync();

        await watcher.GetByRole(AriaRole.Button, new() { Name = "Cancel the call" }).ClickAsync();
        await ExpectStatusAsync(watcher, "Cancelled");
    }

    [Fact]
    public async Task A_client_stream_takes_several_messages_and_answers_once()
    {
        var page = await browser.OpenAsync("services/acme.users.v1.UserService/CreateUsers");
        await FillUserAsync(page, "Barbara");
        await SendAsync(page);
        await FillUserAsync(page, "Jean");
        await SendAsync(page);
        await Expect(page.Locator(".sent")).ToHaveCountAsync(2);

        await page.GetByRole(AriaRole.Button, new() { Name = "Finish sending" }).ClickAsync();

        await ExpectStatusAsync(page, "OK");
        await Expect(page.Locator(".received pre")).ToContainTextAsync("\"createdCount\": 2");
    }

    [Fact]
    public async Task Two_people_chat_live()
    {
        var ada = await JoinAsync("ada");
        var bob = await JoinAsync("bob");
        await Field(ada, "kind").SelectOptionAsync("KIND_MESSAGE");
        await Field(ada, "content").FillAsync("Hello, Bob");

        await SendAsync(ada);

        await Expect(bob.Locator(".received pre").Filter(new() { HasText = "Hello, Bob" })).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Health_and_metrics_are_drawn()
    {
        var page = await browser.OpenAsync();

        await Expect(page.Locator(".health li", new() { HasText = "The whole host" })).ToContainTextAsync("Serving");
        await Expect(page.Locator("figure", new() { HasText = "Memory" })).ToContainTextAsync(new Regex(@"[1-9]\d* MiB"));
        await Expect(page.Locator("figure", new() { HasText = "Connections" })).ToContainTextAsync(new Regex(@"[1-9]"));
        await Expect(page.Locator("polyline").First).ToHaveAttributeAsync("points", new Regex(@"\d+,\d+ \d+"));
    }

    private async Task<IPage> JoinAsync(string user)
    {
        var page = await browser.OpenAsync("services/acme.chat.v1.ChatService/Chat");
        await Field(page, "user_id").FillAsync(user);
        await Field(page, "room_id").FillAsync("page");
        await Field(page, "kind").SelectOptionAsync("KIND_JOIN");
        await SendAsync(page);
        await Expect(page.Locator(".received pre").First).ToContainTextAsync("KIND_JOIN");
        return page;
    }

    // Fills the form of a message whose field `user` is a user; each has an e-mail address of its own.
    private static async Task FillUserAsync(IPage page, string name)
    {
        var email = string.Create(CultureInfo.InvariantCulture, $"{name}.{Interlocked.Increment(ref _users)}@example.org");
        var add = page.GetByRole(AriaRole.Button, new() { Name = "Add user" });
        if (await add.IsVisibleAsync())
        {
            await add.ClickAsync();
        }

        await Field(page, "name").FillAsync(name);
        await Field(page, "email").FillAsync(email);
    }

    // Beside its name, the label of a field says its type.
    private static ILocator Field(IPage page, string name) => page.GetByLabel(new Regex($"^{name}\\b"));

    private static Task CallAsync(IPage page) => page.GetByRole(AriaRole.Button, new() { Name = "Call", Exact = true }).ClickAsync();

    private static Task SendAsync(IPage page) => page.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true }).ClickAsync();

    private static Task ExpectStatusAsync(IPage page, string status) => Expect(page.Locator("section [role=status] strong")).ToHaveTextAsync(status);
}
