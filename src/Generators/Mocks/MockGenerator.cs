// The pipeline of the mock generator: attribute → model → source, with diagnostics in an output of their own.
using System.Text;
using GrpcSdk.Generators.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace GrpcSdk.Generators.Mocks;

/// <summary>Generates a typed mock for each <c>[GrpcMock&lt;TClient&gt;]</c>.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class MockGenerator : IIncrementalGenerator
{
    private const string Attribute = "GrpcSdk.Testing.GrpcMockAttribute`1";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var parsed = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                Attribute,
                static (node, _) => node is TypeDeclarationSyntax or CompilationUnitSyntax,
                static (syntax, cancellationToken) => MockParser.Parse(syntax, cancellationToken))
            .SelectMany(static (mocks, _) => mocks)
            .WithTrackingName(Steps.Parsed);

        // Two attributes may ask for one name: the first gets it, the others are reported.
        var named = parsed.Collect().SelectMany(static (mocks, _) => MockNames.Claim(mocks)).WithTrackingName(Steps.Named);
        var models = named.Where(static mock => mock.Value is not null).Select(static (mock, _) => mock.Value!).WithTrackingName(Steps.Model);
        var errors = named.SelectMany(static (mock, _) => mock.Errors).WithTrackingName(Steps.Diagnostics);
        var isOn = context.IsOn("GrpcSdkMocks");

        context.RegisterSourceOutput(models.Combine(isOn), static (output, pair) =>
        {
            if (pair is (var mock, true))
            {
                output.AddSource(CSharpName.HintName(mock.FullName, "Mock"), SourceText.From(MockEmitter.Emit(mock), Encoding.UTF8));
            }
        });

        context.RegisterSourceOutput(errors.Combine(isOn), static (output, pair) =>
        {
            if (pair is (var error, true))
            {
                output.ReportDiagnostic(error.ToDiagnostic());
            }
        });
    }

    /// <summary>Names of the steps, by which tests assert caching.</summary>
    internal static class Steps
    {
        public const string Parsed = "Mocks.Parsed";
        public const string Named = "Mocks.Named";
        public const string Model = "Mocks.Model";
        public const string Diagnostics = "Mocks.Diagnostics";
    }
}
