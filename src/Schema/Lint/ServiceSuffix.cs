using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Lint;

/// <summary>SERVICE_SUFFIX: service names end with the configured suffix.</summary>
internal sealed class ServiceSuffix : LintRule
{
    public override string Name => "SERVICE_SUFFIX";

    public override void Check(LintContext context, LintReport report)
    {
        var suffix = context.Options.ServiceSuffix;
        foreach (var service in context.Services.Where(service => !service.Name.EndsWith(suffix, StringComparison.Ordinal)))
        {
            report(service.NameLocation, $"Service name {Quote(service.Name)} should be suffixed with {Quote(suffix)}.");
        }
    }
}
