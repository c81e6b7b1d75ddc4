using GrpcSdk.Schema.Model;
using GrpcSdk.Schema.Naming;
using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Breaking.Own;

/// <summary>
/// CSHARP_SAME_TYPE_SCOPE: a type is not moved into or out of another one of its package: the bytes stay the same,
/// <c>Outer.Types.Inner</c> does not. A type is taken for moved when the only one of its name has gone and come.
/// </summary>
internal sealed class CSharpSameTypeScope : BreakingRule
{
    public override string Name => "CSHARP_SAME_TYPE_SCOPE";

    public override void Check(BreakingContext context, BreakingReport report)
    {
        var previous = TypesOf(context.Previous);
        var current = TypesOf(context.Current);
        foreach (var gone in previous.Where(entry => !current.ContainsKey(entry.Key)).Select(entry => entry.Value))
        {
            var moved = current.Values.Where(type => type.Name == gone.Name && type.File.Package == gone.File.Package && type.GetType() == gone.GetType() && !previous.ContainsKey(type.FullName)).ToList();
            if (moved.Count == 1)
            {
                report(moved[0].NameLocation, gone.File, $"C# type {Quote(CSharpNames.TypeName(gone))} moved to {Quote(CSharpNames.TypeName(moved[0]))}.");
            }
        }
    }

    private static Dictionary<string, ProtoElement> TypesOf(IReadOnlyList<ProtoFile> files) => Pairing.Pairs.Index(
        files.SelectMany(file => file.AllMessages.Where(message => !message.IsMapEntry).Cast<ProtoElement>().Concat(file.AllEnums)),
        type => type.FullName);
}
