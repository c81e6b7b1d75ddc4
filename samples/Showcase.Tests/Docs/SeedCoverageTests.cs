// docs/seed-coverage.md is complete and leads somewhere.

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
    public void Every_line_says_what_keeps_it_and_every_link_leads_to_a_file()
    {
        Assert.True(Rows().Count > 100);
        Assert.All(Rows(), row =>
        {
            Assert.All(row, cell => Assert.NotEmpty(cell));
            Assert.True(row[2] == "not yet" || Link().IsMatch(row[2]), row[1]);
            foreach (var target in row.SelectMany(cell => Link().Matches(cell)).Select(link => Path.GetFullPath(link.Groups[1].Value, Docs)))
            {
                Assert.True(File.Exists(target) || Directory.Exists(target), $"{row[1]}: {target}");
            }
        });
    }

    [Fact]
    public void Every_service_and_method_of_the_protos_has_a_line()
    {
        var named = Rows().Where(row => row[0] is "service" or "rpc").Select(row => row[1]).ToHashSet();
        var services = typeof(Acme.Users.V1.UserService).Assembly.GetTypes()
            .Select(type => type.GetProperty("Descriptor")?.GetValue(null))
            .OfType<ServiceDescriptor>()
            .Where(service => service.FullName.StartsWith("acme.", StringComparison.Ordinal))
            .ToList();

        Assert.NotEmpty(services);
        var names = services.Select(service => service.Name).Concat(services.SelectMany(service => service.Methods).Select(method => method.Name));
        Assert.DoesNotContain(names, name => !named.Contains(name) && !Added.Contains(name));
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
}
