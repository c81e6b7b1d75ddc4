using GrpcSdk.Schema.Configuration;
using GrpcSdk.Schema.Model;

namespace GrpcSdk.Schema.Pairing;

/// <summary>
/// The part of two images that one module sees: its own files and everything that they import. A previous schema is
/// seldom more than file names, so its files belong to the module that would hold them today.
/// </summary>
internal sealed class ModuleScope
{
    private const string WellKnownDirectory = "google/protobuf";

    private readonly HashSet<ProtoFile> _own;
    private readonly Dictionary<string, string> _modulePaths = new(StringComparer.Ordinal);

    private ModuleScope(SchemaImage previous, SchemaImage current, BufConfiguration configuration, BufModule module)
    {
        var files = ModuleFiles.Of(configuration, module);
        var places = new WorkspacePlaces(current);
        _own = [];
        foreach (var file in current.Files.Where(file => file.IsTarget))
        {
            Claim(file, files.PathOf(file.WorkspacePath!));
        }

        var targets = new HashSet<string>(current.Files.Where(file => file.IsTarget).Select(file => file.Name), StringComparer.Ordinal);
        var imports = new HashSet<string>(current.Files.Where(file => !file.IsTarget).Select(file => file.Name), StringComparer.Ordinal);
        foreach (var file in previous.Files.Where(file => file.IsTarget && !imports.Contains(file.Name) && !BufPath.Contains(WellKnownDirectory, file.Name)))
        {
            // What is gone is not filtered by includes and excludes of today: a module that excludes a file has lost it.
            var place = places.Of(file);
            Claim(file, files.PathOf(place) ?? (targets.Contains(file.Name) || IsHeld(place) ? null : files.PlaceOf(place)));
        }

        bool IsHeld(string place) => configuration.Modules.Any(other => ModuleFiles.Of(configuration, other).PathOf(place) is not null);

        Previous = ClosureOf(previous.Files);
        Current = ClosureOf(current.Files);
    }

    /// <summary>The module's previous files, and what they import.</summary>
    public IReadOnlyList<ProtoFile> Previous { get; }

    /// <summary>The module's files, and what they import.</summary>
    public IReadOnlyList<ProtoFile> Current { get; }

    /// <summary>The scope of each module that has files; a configuration without modules of its own has one.</summary>
    public static IEnumerable<(BufModule Module, ModuleScope Scope)> Of(SchemaImage previous, SchemaImage current, BufConfiguration configuration) =>
        from module in configuration.Modules
        let scope = new ModuleScope(previous, current, configuration, module)
        where scope._own.Count > 0
        select (module, scope);

    /// <summary>The file is only imported by the module.</summary>
    public bool IsImport(ProtoFile file) => !_own.Contains(file);

    /// <summary>The file came with the compiler: its version is the compiler's, not the schema's.</summary>
    public bool IsCompilers(ProtoFile file) => IsImport(file) && BufPath.Contains(WellKnownDirectory, file.Name);

    /// <summary>The file's path in the module; the name of an import stands for it.</summary>
    public string PathOf(ProtoFile file) => _modulePaths.TryGetValue(file.Name, out var path) ? path : file.Name;

    private void Claim(ProtoFile file, string? modulePath)
    {
        if (modulePath is not null)
        {
            _own.Add(file);
            _modulePaths[file.Name] = modulePath;
        }
    }

    private List<ProtoFile> ClosureOf(IReadOnlyList<ProtoFile> files)
    {
        var byName = Pairs.Index(files, file => file.Name);
        var reached = new HashSet<ProtoFile>();
        var pending = new Stack<ProtoFile>(files.Where(_own.Contains));
        while (pending.Count > 0)
        {
            var file = pending.Pop();
            if (!reached.Add(file))
            {
                continue;
            }

            foreach (var import in file.Descriptor.Dependency)
            {
                if (byName.TryGetValue(import, out var imported))
                {
                    pending.Push(imported);
                }
            }
        }

        return [.. files.Where(reached.Contains)];
    }
}
