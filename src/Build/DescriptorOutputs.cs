// Descriptor files in the output directory, each made again only when what it was made from has changed.
using GrpcSdk.Shared;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace GrpcSdk.Build;

/// <summary>How to make one descriptor file.</summary>
/// <param name="Name">Its name, without extension.</param>
/// <param name="Key">A hash of everything but the contents of files.</param>
/// <param name="Fingerprints">Fingerprint and proto name of each source file; asked for before <paramref name="Produce"/>.</param>
/// <param name="Produce">Writes the binary descriptor set to a path; false, with the reason reported, when it cannot.</param>
/// <param name="InputsOf">The files that the set was made from.</param>
internal sealed record DescriptorRecipe(
    string Name,
    string Key,
    Func<IEnumerable<(string Fingerprint, string Name)>> Fingerprints,
    Func<string, bool> Produce,
    Func<byte[], IEnumerable<string>> InputsOf);

/// <summary>The descriptor files of a build.</summary>
internal sealed class DescriptorOutputs(string directory, TaskLoggingHelper log)
{
    private readonly List<string> _written = [];

    public IReadOnlyList<string> WrittenFiles => _written;

    /// <summary>A path in the output directory that no other build uses.</summary>
    public string TemporaryPath(string name) => AtomicFile.UniquePath(Path.Combine(directory, name));

    /// <summary>The path of the file, made when needed; null when it could not be made.</summary>
    public string? Make(DescriptorRecipe recipe)
    {
        var descriptorFile = Path.Combine(directory, recipe.Name + ".txt");
        var stamp = Path.Combine(directory, recipe.Name + ".stamp");
        _written.AddRange([descriptorFile, stamp]);
        if (File.Exists(descriptorFile) && Stamp.IsUpToDate(stamp, recipe.Key))
        {
            log.LogMessage(MessageImportance.Low, "GrpcSdk: {0} is up to date.", descriptorFile);
            return descriptorFile;
        }

        // What a failed run would leave behind must never be taken for its result.
        File.Delete(stamp);
        log.LogMessage(MessageImportance.Low, "GrpcSdk: {0} is made.", descriptorFile);
        var fingerprints = recipe.Fingerprints().ToArray();
        var binary = TemporaryPath(recipe.Name + ".binpb");
        try
        {
            if (!recipe.Produce(binary))
            {
                File.Delete(descriptorFile);
                return null;
            }

            var descriptorSet = File.ReadAllBytes(binary);
            DescriptorFile.Write(descriptorFile, descriptorSet, fingerprints);
            Stamp.Write(stamp, recipe.Key, recipe.InputsOf(descriptorSet));
            return descriptorFile;
        }
        finally
        {
            File.Delete(binary);
        }
    }

    /// <summary>
    /// The files that protoc read, and those that it looked for before: for each name in the set the import directories up
    /// to the first one that has it. A file that appears in an earlier one changes the result.
    /// </summary>
    public static IEnumerable<string> InputsOf(ProtoSet set, byte[] descriptorSet) =>
        set.Files.Select(file => file.FullPath)
            .Concat(DescriptorSetWire.Names(descriptorSet).SelectMany(name => LookedFor(set.ImportDirectories.Select(directory => Path.Combine(directory, name)))))
            .Distinct(StringComparer.Ordinal);

    private static IEnumerable<string> LookedFor(IEnumerable<string> candidates)
    {
        foreach (var candidate in candidates)
        {
            yield return candidate;
            if (File.Exists(candidate))
            {
                yield break;
            }
        }
    }
}
