using GrpcSdk.Schema.Model;
using GrpcSdk.Schema.Pairing;

namespace GrpcSdk.Schema.Imports;

/// <summary>Which files import which, and which files a public import passes on.</summary>
internal sealed class ImportGraph
{
    private readonly Dictionary<string, ProtoFile> _files;
    private readonly Dictionary<ProtoFile, HashSet<string>> _exports = [];

    public ImportGraph(IEnumerable<ProtoFile> files)
    {
        _files = Pairs.Index(files, file => file.Name);
    }

    /// <summary>The file of that name; <see langword="null"/> when the image lacks it.</summary>
    public ProtoFile? Find(string name) => _files.TryGetValue(name, out var file) ? file : null;

    /// <summary>Names of the file and of everything that its public imports pass on.</summary>
    public HashSet<string> ExportsOf(ProtoFile file)
    {
        if (_exports.TryGetValue(file, out var exports))
        {
            return exports;
        }

        _exports.Add(file, exports = new HashSet<string>(StringComparer.Ordinal));
        var pending = new Stack<ProtoFile>([file]);
        while (pending.Count > 0)
        {
            var next = pending.Pop();
            if (!exports.Add(next.Name))
            {
                continue;
            }

            foreach (var index in next.Descriptor.PublicDependency.Where(index => (uint)index < (uint)next.Descriptor.Dependency.Count))
            {
                if (Find(next.Descriptor.Dependency[index]) is { } passedOn)
                {
                    pending.Push(passedOn);
                }
            }
        }

        return exports;
    }
}
