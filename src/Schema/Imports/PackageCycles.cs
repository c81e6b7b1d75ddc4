using GrpcSdk.Schema.Model;

namespace GrpcSdk.Schema.Imports;

/// <summary>
/// Cycles of packages that import one another. Files without package, and imports within a package, do not count.
/// An import closes a cycle exactly when both packages are in one strongly connected component (Tarjan), so the cost is
/// linear; a path is only searched for imports that are reported.
/// </summary>
internal sealed class PackageCycles
{
    private readonly SortedDictionary<string, SortedSet<string>> _imports = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _components = new(StringComparer.Ordinal);

    public PackageCycles(IReadOnlyList<ProtoFile> files, ImportGraph graph)
    {
        foreach (var file in files.Where(file => file.Package.Length > 0))
        {
            var imported = _imports.TryGetValue(file.Package, out var set)
                ? set
                : _imports[file.Package] = new SortedSet<string>(StringComparer.Ordinal);
            imported.UnionWith(file.Descriptor.Dependency
                .Select(name => graph.Find(name)?.Package ?? "")
                .Where(package => package.Length > 0 && package != file.Package));
        }

        FindComponents();
    }

    /// <summary>
    /// The shortest cycle that starts with an import of one package by another, as names from the first package back to
    /// itself; <see langword="null"/> when there is none.
    /// </summary>
    public IReadOnlyList<string>? Through(string package, string importedPackage) =>
        _components.TryGetValue(package, out var component)
        && _components.TryGetValue(importedPackage, out var importedComponent)
        && component == importedComponent
            ? [package, .. ShortestPath(importedPackage, package, component)]
            : null;

    private List<string> ShortestPath(string from, string to, int component)
    {
        var cameFrom = new Dictionary<string, string?>(StringComparer.Ordinal) { [from] = null };
        var pending = new Queue<string>([from]);
        while (pending.Count > 0)
        {
            var package = pending.Dequeue();
            if (package == to)
            {
                break;
            }

            foreach (var next in _imports[package].Where(next => !cameFrom.ContainsKey(next) && _components.TryGetValue(next, out var c) && c == component))
            {
                cameFrom.Add(next, package);
                pending.Enqueue(next);
            }
        }

        var path = new List<string>();
        for (string? step = to; step is not null; step = cameFrom[step])
        {
            path.Add(step);
        }

        path.Reverse();
        return path;
    }

    /// <summary>Tarjan's algorithm with a stack of its own, so that a long chain of packages cannot overflow the thread's.</summary>
    private void FindComponents()
    {
        var order = new Dictionary<string, int>(StringComparer.Ordinal);
        var low = new Dictionary<string, int>(StringComparer.Ordinal);
        var open = new Stack<string>();
        var isOpen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var root in _imports.Keys.Where(package => !order.ContainsKey(package)))
        {
            var calls = new Stack<(string Package, IEnumerator<string> Next)>();
            Enter(root, calls);
            while (calls.Count > 0)
            {
                var (package, next) = calls.Peek();
                if (next.MoveNext())
                {
                    if (!order.TryGetValue(next.Current, out var reached))
                    {
                        Enter(next.Current, calls);
                    }
                    else if (isOpen.Contains(next.Current))
                    {
                        low[package] = Math.Min(low[package], reached);
                    }

                    continue;
                }

                calls.Pop();
                if (calls.Count > 0)
                {
                    var caller = calls.Peek().Package;
                    low[caller] = Math.Min(low[caller], low[package]);
                }

                if (low[package] == order[package])
                {
                    Close(package);
                }
            }
        }

        void Enter(string package, Stack<(string, IEnumerator<string>)> calls)
        {
            order.Add(package, order.Count);
            low.Add(package, order[package]);
            open.Push(package);
            isOpen.Add(package);
            calls.Push((package, (_imports.TryGetValue(package, out var imported) ? imported : Enumerable.Empty<string>()).GetEnumerator()));
        }

        void Close(string root)
        {
            string member;
            do
            {
                member = open.Pop();
                isOpen.Remove(member);
                _components.Add(member, order[root]);
            }
            while (member != root);
        }
    }
}
