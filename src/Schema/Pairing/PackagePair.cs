using GrpcSdk.Schema.Model;

namespace GrpcSdk.Schema.Pairing;

/// <summary>A package of the previous schema, with its files before and now (none when it is gone).</summary>
internal sealed record PackagePair(string Name, IReadOnlyList<ProtoFile> Previous, IReadOnlyList<ProtoFile> Current)
{
    /// <summary>The previous packages in the order of their first file. Files without a package are one, with an empty name.</summary>
    public static IReadOnlyList<PackagePair> Of(IEnumerable<ProtoFile> previous, IEnumerable<ProtoFile> current)
    {
        var now = current.ToLookup(file => file.Package, StringComparer.Ordinal);
        return
        [
            .. previous
                .GroupBy(file => file.Package, StringComparer.Ordinal)
                .Select(files => new PackagePair(files.Key, [.. files], [.. now[files.Key]])),
        ];
    }

    /// <summary>The message that some file of the package has now.</summary>
    public ProtoMessage? FindCurrentMessage(string nestedName) =>
        Current.Select(file => file.FindMessage(nestedName)).FirstOrDefault(message => message is not null);
}
