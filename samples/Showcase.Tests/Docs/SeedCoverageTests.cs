// docs/seed-coverage.md maps every line of the text that the showcase follows, seed.md beside this file, and leads
// somewhere.

using System.Globalization;
using System.Text.RegularExpressions;
using Google.Protobuf.Reflection;
using Showcase.Tests.Support;

namespace Showcase.Tests.Docs;

public sealed partial class SeedCoverageTests
{
    private static readonly string Docs = Path.Combine(RepositoryPaths.Root, "docs");

    // What the source does not have: methods that we added, each for a behaviour that it promises.
    private static readonly HashSet<string> Added =
        ["ComplexOperation", "PublishEvent", "GetUpload", "StreamUsers", "BatchGetUsers", "CheckInventory", "ProcessOrder", "InventoryService", "OrderService"];

    [Fact]
    public void Every_line_of_the_source_has_a_row_or_belongs_to_the_row_before_it()
    {
        var source = Items(File.ReadLines(Path.Combine(RepositoryPaths.Root, "samples/Showcase.Tests/Docs/seed.md"))).ToList();

        Assert.True(source.Count > 250);
        Assert.Equal(1, source[0].Line);
        Assert.Equal(source, Rows().Select(row => (int.Parse(row[0], CultureInfo.InvariantCulture), row[1])));
    }

    [Fact]
    public void Every_row_says_what_keeps_it_and_what_proves_it_and_every_link_leads_to_a_file()
    {
        Assert.All(Rows(), row =>
        {
            Assert.Equal(4, row.Length);
            foreach (var cell in row[2..])
            {
                var targets = Link().Matches(cell).Select(link => Path.GetFullPath(link.Groups[1].Value, Docs)).ToList();
                Assert.NotEmpty(targets);
                Assert.All(targets, target => Assert.True(File.Exists(target) || Directory.Exists(target), $"{row[1]}: {target}"));
            }
        });
    }

    [Fact]
    public void Every_service_and_method_of_the_protos_has_a_line()
    {
        var named = Rows().Select(row => row[1]).ToHashSet();
        var services = typeof(Acme.Users.V1.UserService).Assembly.GetTypes()
            .Select(type => type.GetProperty("Descriptor")?.GetValue(null))
            .OfType<ServiceDescriptor>()
            .Where(service => service.FullName.StartsWith("acme.", StringComparison.Ordinal))
            .ToList();

        Assert.NotEmpty(services);
        var names = services.Select(service => (Kind: "service", service.Name))
            .Concat(services.SelectMany(service => service.Methods).Select(method => (Kind: "rpc", method.Name)));
        Assert.DoesNotContain(names, item => !named.Contains($"{item.Kind} {item.Name}") && !Added.Contains(item.Name));
    }

    // Headings, points, titles in bold, and what the protos in the text declare. Everything else explains one of them.
    private static IEnumerable<(int Line, string Text)> Items(IEnumerable<string> lines)
    {
        var (number, code) = (0, false);
        foreach (var line in lines)
        {
            number++;
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                code = !code;
            }
            else if (number == 1)
            {
                yield return (number, "(front matter)");
            }
            else if (code && Declaration().Match(line) is { Success: true } declaration)
            {
                yield return (number, declaration.Groups[1].Value);
            }
            else if (!code && Point().IsMatch(line))
            {
                yield return (number, Decoration().Replace(line.Trim(), ""));
            }
        }
    }

    private static List<string[]> Rows() =>
    [
        .. File.ReadLines(Path.Combine(Docs, "seed-coverage.md"))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
            .Skip(1)
            .Select(line => line.Trim('|', ' ').Split('|', StringSplitOptions.TrimEntries)),
    ];

    [GeneratedRegex(@"\]\(([^)]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^\s*((?:message|enum|service|rpc) \w+)")]
    private static partial Regex Declaration();

    [GeneratedRegex(@"^(#|\*\*|- |[0-9]+\. )")]
    private static partial Regex Point();

    [GeneratedRegex(@"^(#+ |- |[0-9]+\. )|\*\*")]
    private static partial Regex Decoration();
}
