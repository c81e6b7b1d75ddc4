// Writes the mock: a constructor, one property per RPC, and the way from an RPC's name to its property.
using GrpcSdk.Generators.Common;

namespace GrpcSdk.Generators.Mocks;

/// <summary>Prints models as C#. Three lines per RPC, four when it is deprecated.</summary>
internal static class MockEmitter
{
    private const string Testing = "global::GrpcSdk.Testing";

    public static string Emit(MockModel mock)
    {
        var writer = SourceWriter.ForFile();
        writer.Namespace(mock.Namespace);

        var scopes = mock.ContainingTypes.Select(t => writer.Block(t)).ToList();
        EmitClass(writer, mock);
        for (var i = scopes.Count - 1; i >= 0; i--)
        {
            scopes[i].Dispose();
        }

        return writer.ToString();
    }

    private static void EmitClass(SourceWriter writer, MockModel mock)
    {
        var name = CSharpName.Escape(mock.Name);
        writer.Line($"/// <summary>A mock of <see cref=\"{mock.Client}\"/>: tell its RPCs what to answer, give <c>Client</c> to the code under test.</summary>");
        writer.Line(SourceWriter.GeneratedCode);
        if (mock.Obsolete is not null)
        {
            writer.Line(Obsolete(mock.Obsolete));
        }

        using (writer.Block($"{mock.Modifiers}partial class {name} : {Testing}.GrpcMock<{mock.Client}>"))
        {
            if (!mock.HasOwnConstructor)
            {
                writer.Line("/// <summary>Creates a mock without setups.</summary>");
                writer.Line("/// <param name=\"options\">Clock and behaviour; null for the defaults.</param>");
                writer.Line($"public {name}({Testing}.GrpcMockOptions? options = null) : base(options) {{ }}");
                writer.Line();
            }

            foreach (var rpc in mock.Rpcs)
            {
                EmitRpc(writer, rpc);
            }

            writer.Line();
            EmitOverrides(writer, mock);
        }
    }

    private static void EmitRpc(SourceWriter writer, MockRpc mock)
    {
        var (rpc, messages) = (mock.Rpc, $"<{mock.Rpc.RequestType}, {mock.Rpc.ResponseType}>");
        var (kind, words) = rpc.Kind switch
        {
            RpcKind.Unary => ("Unary", "unary"),
            RpcKind.ServerStreaming => ("ServerStreaming", "server-streaming"),
            RpcKind.ClientStreaming => ("ClientStreaming", "client-streaming"),
            _ => ("Duplex", "bidirectional-streaming"),
        };
        writer.Line($"/// <summary>The {words} RPC <c>{rpc.Name}</c>.</summary>");
        if (rpc.Obsolete is not null)
        {
            writer.Line(Obsolete(rpc.Obsolete));
        }

        writer.Line($"public {Testing}.{kind}RpcMock{messages} {CSharpName.Escape(mock.Property)} => {kind}{messages}({CSharpName.Literal(rpc.Name)});");
    }

    private static void EmitOverrides(SourceWriter writer, MockModel mock)
    {
        if (mock.DescriptorOwner is { } owner)
        {
            writer.Line("/// <inheritdoc/>");
            writer.Line($"protected override string ServiceName => {owner}.Descriptor.FullName;");
        }

        writer.Line("/// <inheritdoc/>");
        writer.Line($"protected override {mock.Client} CreateClient(global::Grpc.Core.CallInvoker invoker) => new(invoker);");
        writer.Line("/// <inheritdoc/>");
        using (writer.Block($"protected override {Testing}.RpcMock? Find(string name) => name switch", close: "};"))
        {
            foreach (var rpc in mock.Rpcs)
            {
                writer.Line($"{CSharpName.Literal(rpc.Rpc.Name)} => {CSharpName.Escape(rpc.Property)},");
            }

            writer.Line("_ => null,");
        }
    }

    private static string Obsolete(string arguments) => arguments.Length == 0 ? "[global::System.Obsolete]" : $"[global::System.Obsolete({arguments})]";
}
