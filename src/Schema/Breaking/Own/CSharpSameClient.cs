using GrpcSdk.Schema.Model;
using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Breaking.Own;

/// <summary>
/// CSHARP_SAME_CLIENT: a service keeps its name: <c>XClient</c> and <c>XBase</c> are named after it, and so is the path of
/// its calls. A service is taken for renamed when a new one of its package has all of its RPCs.
/// </summary>
internal sealed class CSharpSameClient : BreakingRule
{
    public override string Name => "CSHARP_SAME_CLIENT";

    public override void Check(BreakingContext context, BreakingReport report)
    {
        var previous = context.Previous.SelectMany(file => file.Services).ToList();
        var current = context.Current.SelectMany(file => file.Services).ToList();
        foreach (var gone in previous.Where(service => current.TrueForAll(other => other.FullName != service.FullName) && service.Methods.Count > 0))
        {
            var renamed = current.Where(service => service.File.Package == gone.File.Package && previous.TrueForAll(other => other.FullName != service.FullName) && HasAllOf(service, gone)).ToList();
            if (renamed.Count == 1)
            {
                report(renamed[0].NameLocation, gone.File, $"C# client {Quote(gone.Name + "Client")} is called {Quote(renamed[0].Name + "Client")} now.");
            }
        }
    }

    private static bool HasAllOf(ProtoService service, ProtoService other) =>
        other.Methods.All(method => service.Methods.Any(candidate => candidate.Name == method.Name));
}
