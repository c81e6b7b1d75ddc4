// The harness itself: what it must not let pass.
using Microsoft.CodeAnalysis;

namespace GrpcSdk.Generators.Tests.Harness;

public class GeneratorHarnessTests
{
    [Fact]
    public void Code_generated_over_an_API_that_does_not_compile_fails()
    {
        var failure = Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => GeneratorHarness.RunOverApi<WrongGenerator>(TestCompilation.Create(["public class Stub;"])));

        Assert.Contains("CS0029", failure.Message, StringComparison.Ordinal);
    }

    private sealed class WrongGenerator : IIncrementalGenerator
    {
        public void Initialize(IncrementalGeneratorInitializationContext context) =>
            context.RegisterSourceOutput(
                context.CompilationProvider.Select((compilation, _) => compilation.AssemblyName).WithTrackingName("Name"),
                (output, _) => output.AddSource("Wrong.g.cs", "public class Wrong { public static int Number() => \"no number\"; }"));
    }
}
