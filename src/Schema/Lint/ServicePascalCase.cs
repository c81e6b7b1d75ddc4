using GrpcSdk.Schema.Naming;
using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Lint;

/// <summary>SERVICE_PASCAL_CASE: service names are PascalCase.</summary>
internal sealed class ServicePascalCase : LintRule
{
    public override string Name => "SERVICE_PASCAL_CASE";

    public override void Check(LintContext context, LintReport report)
    {
        foreach (var service in context.Services)
        {
            var expected = StringCase.Pascal(service.Name);
            if (service.Name != expected)
            {
                report(service.NameLocation, $"Service name {Quote(service.Name)} should be PascalCase, such as {Quote(expected)}.");
            }
        }
    }
}
