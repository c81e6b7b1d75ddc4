using GrpcSdk.Schema.Model;
using GrpcSdk.Schema.Pairing;

namespace GrpcSdk.Schema.Breaking;

/// <summary>
/// What breaking rules look at: both schemas and the elements that belong together. Types pair by full name wherever
/// they are declared, files by name, fields of a message by number, extensions by extendee and number.
/// </summary>
internal sealed class BreakingContext
{
    private readonly Lazy<IReadOnlyList<Pair<ProtoFile>>> _files;
    private readonly Lazy<IReadOnlyList<Pair<ProtoMessage>>> _messages;
    private readonly Lazy<IReadOnlyList<Pair<ProtoEnum>>> _enums;
    private readonly Lazy<IReadOnlyList<Pair<ProtoService>>> _services;
    private readonly Lazy<IReadOnlyList<Pair<ProtoField>>> _fields;
    private readonly Lazy<IReadOnlyList<Pair<ProtoMethod>>> _methods;
    private readonly Lazy<IReadOnlyList<PackagePair>> _packages;
    private readonly Lazy<IReadOnlyDictionary<string, ProtoFile>> _currentFiles;
    private readonly Lazy<IReadOnlyDictionary<string, ProtoEnum>> _previousEnums;
    private readonly Lazy<IReadOnlyDictionary<string, ProtoEnum>> _currentEnums;

    public BreakingContext(IReadOnlyList<ProtoFile> previous, IReadOnlyList<ProtoFile> current)
    {
        Previous = previous;
        Current = current;
        _files = new(() => Pairs.Match(previous, current, file => file.Name));
        _messages = new(() => PairElements(file => file.AllMessages, message => message.FullName));
        _enums = new(() => PairElements(file => file.AllEnums, e => e.FullName));
        _services = new(() => PairElements(file => file.Services, service => service.FullName));
        _fields = new(() =>
        [
            .. Messages.SelectMany(pair => Pairs.MatchNumbers(pair.Previous.Fields, pair.Current.Fields, field => field.Number)),
            .. PairElements(file => file.AllExtensions, field => (field.ContainingTypeName, field.Number)),
        ]);
        _methods = new(() => [.. Services.SelectMany(pair => Pairs.Match(pair.Previous.Methods, pair.Current.Methods, method => method.Name))]);
        _packages = new(() => PackagePair.Of(previous, current));
        _currentFiles = new(() => Pairs.Index(current, file => file.Name));
        _previousEnums = new(() => Pairs.Index(previous.SelectMany(file => file.AllEnums), e => e.FullName));
        _currentEnums = new(() => Pairs.Index(current.SelectMany(file => file.AllEnums), e => e.FullName));
    }

    public IReadOnlyList<ProtoFile> Previous { get; }

    public IReadOnlyList<ProtoFile> Current { get; }

    public IReadOnlyList<Pair<ProtoFile>> Files => _files.Value;

    public IReadOnlyList<Pair<ProtoMessage>> Messages => _messages.Value;

    public IReadOnlyList<Pair<ProtoEnum>> Enums => _enums.Value;

    public IReadOnlyList<Pair<ProtoService>> Services => _services.Value;

    public IReadOnlyList<Pair<ProtoMethod>> Methods => _methods.Value;

    /// <summary>Fields of paired messages, and extensions.</summary>
    public IReadOnlyList<Pair<ProtoField>> Fields => _fields.Value;

    /// <summary>Packages of the previous schema, with their files on both sides.</summary>
    public IReadOnlyList<PackagePair> Packages => _packages.Value;

    public IReadOnlyDictionary<string, ProtoFile> CurrentFiles => _currentFiles.Value;

    /// <summary>Enums by full name.</summary>
    public IReadOnlyDictionary<string, ProtoEnum> PreviousEnums => _previousEnums.Value;

    /// <inheritdoc cref="PreviousEnums"/>
    public IReadOnlyDictionary<string, ProtoEnum> CurrentEnums => _currentEnums.Value;

    private IReadOnlyList<Pair<T>> PairElements<T, TKey>(Func<ProtoFile, IEnumerable<T>> elements, Func<T, TKey> key)
        where TKey : notnull =>
        Pairs.Match(Previous.SelectMany(elements), Current.SelectMany(elements), key);
}
