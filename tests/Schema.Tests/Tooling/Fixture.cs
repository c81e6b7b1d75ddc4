namespace GrpcSdk.Schema.Tests.Tooling;

/// <summary>
/// A test case in one text file: a remark, then files, each after a line <c>-- path --</c> (the txtar format). A lint
/// case is a module; a breaking case has the folders <c>old</c> and <c>new</c>. The name of the file, up to the first
/// dot, is the rule that must fire, or in a folder of silent cases must not.
/// </summary>
internal sealed record Fixture(string Rule, IReadOnlyList<KeyValuePair<string, string>> Files)
{
    /// <summary>Names of the cases in a folder, for theories.</summary>
    public static IEnumerable<string> Names(string folder) =>
        Directory.EnumerateFiles(Path.Combine(TestEnvironment.FixturesDirectory, folder), "*.txtar")
            .Select(file => Path.GetFileNameWithoutExtension(file))
            .Order(StringComparer.Ordinal);

    public static Fixture Read(string folder, string name)
    {
        var text = File.ReadAllText(Path.Combine(TestEnvironment.FixturesDirectory, folder, name + ".txtar"));
        var files = new List<KeyValuePair<string, string>>();
        var content = new List<string>();
        string? path = null;
        foreach (var line in text.Split('\n'))
        {
            if (line.StartsWith("-- ", StringComparison.Ordinal) && line.EndsWith(" --", StringComparison.Ordinal))
            {
                Flush();
                path = line[3..^3];
            }
            else
            {
                content.Add(line);
            }
        }

        Flush();
        return new Fixture(name.Split('.')[0], files);

        void Flush()
        {
            if (path is not null)
            {
                files.Add(new(path, string.Join('\n', content)));
            }

            content.Clear();
        }
    }

    /// <summary>Writes the files into a folder.</summary>
    public void WriteTo(string directory)
    {
        foreach (var (path, content) in Files)
        {
            var file = Path.Combine(directory, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, content);
        }
    }
}
