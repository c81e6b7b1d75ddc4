using GrpcSdk.Schema.Model;
using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Breaking.Own;

/// <summary>
/// CSHARP_SAME_CLIENT_METHOD: an RPC keeps its name, which is that of the client's method and of the call's path. An RPC
/// is taken for renamed when the only new one with its messages and streams stands where it has gone.
/// </summary>
internal sealed class CSharpSameClientMethod : BreakingRule
{
    public override string Name => "CSHARP_SAME_CLIENT_METHOD";

    public override void Check(BreakingContext context, BreakingReport report)
    {
        foreach (var (previous, current) in context.Services)
        {
            foreach (var gone in previous.Methods.Where(method => !Has(current, method)))
            {
                var renamed = current.Methods.Where(method => !Has(previous, method) && SignatureOf(method) == SignatureOf(gone)).ToList();
                if (renamed.Count == 1)
                {
                    report(renamed[0].NameLocation, previous.File, $"C# method {Quote(gone.Name)} of client {Quote(current.Name + "Client")} is called {Quote(renamed[0].Name)} now.");
                }
            }
        }
    }

    private static bool Has(ProtoService service, ProtoMethod method) => service.Methods.Any(other => other.Name == method.Name);

    private static (string, string, bool, bool) SignatureOf(ProtoMethod method) =>
        (method.InputType, method.OutputType, method.Descriptor.ClientStreaming, method.Descriptor.ServerStreaming);
}
