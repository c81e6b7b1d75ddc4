// A showcase host as its users start it, and a headless Chromium to look at its page with.

using System.Diagnostics;
using Microsoft.Playwright;
using Showcase.Tests.Support;

namespace Showcase.Tests.Page;

[CollectionDefinition(nameof(BrowserFixture))]
public sealed class BrowserFixture(NodeModules modules) : IAsyncLifetime, ICollectionFixture<BrowserFixture>
{
    private const string Announcement = "Page at ";
    // A busy machine takes its time to start a runtime in a browser.
    private const int Milliseconds = 180_000;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("showcase-page-");
    private Process? _host;
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private readonly Part<IBrowserContext> _context = new();
    private Uri? _address;

    public async ValueTask InitializeAsync() => await _context.StartAsync(async () =>
    {
        var chromium = await Chromium.FindAsync(modules);
        _host = StartHost();
        _address = await AnnouncedAsync(_host);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = chromium.Program,
            Env = chromium.Environment,
            Timeout = Milliseconds,
            Args = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        });
        // One for all tests: what the first page loads, the others find in the cache.
        var context = await _browser.NewContextAsync(new() { ViewportSize = new() { Width = 1280, Height = 900 } });
        context.SetDefaultTimeout(Milliseconds);
        Assertions.SetDefaultExpectTimeout(Milliseconds);
        return context;
    });

    /// <summary>Opens the page and waits until it knows the services.</summary>
    public async Task<IPage> OpenAsync(string path = "", ColorScheme colors = ColorScheme.Light)
    {
        var page = await _context.Value.NewPageAsync();
        await page.EmulateMediaAsync(new() { ColorScheme = colors });
        await page.GotoAsync(new Uri(_address!, path).ToString());
        await page.Locator("nav details").First.WaitForAsync();
        return page;
    }

    /// <summary>Closes all pages: each keeps the host busy.</summary>
    public async ValueTask ClosePagesAsync()
    {
        foreach (var page in _context.Started?.Pages.ToList() ?? [])
        {
            await page.CloseAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        if (_host is not null)
        {
            _host.Kill(entireProcessTree: true);
            await _host.WaitForExitAsync();
            _host.Dispose();
        }

        _folder.Delete(recursive: true);
    }

    private Process StartHost() => Process.Start(new ProcessStartInfo(
        "dotnet",
        [RepositoryPaths.Showcase, "--port", "0", "--database", Path.Combine(_folder.FullName, "page.db")])
    {
        RedirectStandardOutput = true,
        Environment = { ["ASPNETCORE_ENVIRONMENT"] = "Development" },
    })!;

    private static async Task<Uri> AnnouncedAsync(Process host)
    {
        while (await host.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.StartsWith(Announcement, StringComparison.Ordinal))
            {
                // The host must never wait for somebody to read what it writes.
                _ = host.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
                return new Uri(line[Announcement.Length..]);
            }
        }

        throw new InvalidOperationException("The host ended before it said where its page is.");
    }
}
