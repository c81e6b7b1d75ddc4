// The page for people who use a keyboard, a screen reader, or dark colours.

using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Showcase.Tests.Page;

[Collection(nameof(BrowserFixture))]
public sealed class AccessibilityTests(BrowserFixture browser) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => browser.ClosePagesAsync();

    [Theory]
    [InlineData(ColorScheme.Light, "")]
    [InlineData(ColorScheme.Dark, "")]
    [InlineData(ColorScheme.Light, "services/acme.users.v1.UserService/UpdateUser")]
    [InlineData(ColorScheme.Dark, "services/acme.users.v1.UserService/UpdateUser")]
    public async Task Axe_finds_nothing_in_light_and_dark(ColorScheme colors, string path)
    {
        var page = await browser.OpenAsync(path, colors);
        if (path.Length > 0)
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "Add user" }).ClickAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Call", Exact = true }).ClickAsync();
            await Expect(page.Locator("section [role=status] strong")).ToBeVisibleAsync();
        }

        var found = await page.RunAxe();

        Assert.Empty(found.Violations.Select(violation => $"{violation.Id}: {violation.Help} at {string.Join(", ", violation.Nodes.Select(node => node.Html))}"));
    }

    [Fact]
    public async Task A_call_is_made_with_the_keyboard_alone()
    {
        var page = await browser.OpenAsync();
        // A page begins at its heading: the menu is before it.
        await Expect(page.Locator("h1")).ToBeFocusedAsync();
        await GoBackToAsync(page, page.Locator("nav a", new() { HasText = "GetUser" }).First);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("h1")).ToHaveTextAsync("GetUser");
        await Expect(page.Locator("h1")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.Locator("#id")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("0");
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.Locator("section [role=status] strong")).ToHaveTextAsync("InvalidArgument");
    }

    [Fact]
    public async Task A_link_leads_past_the_menu()
    {
        var page = await browser.OpenAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Skip to the content" }).FocusAsync();

        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Tab");

        await Expect(page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link).First).ToBeFocusedAsync();
    }

    private static async Task GoBackToAsync(IPage page, ILocator target)
    {
        const int most = 200;
        for (var i = 0; i < most && !await target.EvaluateAsync<bool>("element => element === document.activeElement"); i++)
        {
            await page.Keyboard.PressAsync("Shift+Tab");
        }

        await Expect(target).ToBeFocusedAsync();
    }
}
