// Health of a folder: a file can be written there.

using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Showcase.Observability;

internal sealed class FolderHealthCheck(string folder) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var probe = new FileStream(
                Path.Combine(folder, $".health-{Path.GetRandomFileName()}"), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
            probe.WriteByte(0);
            return HealthCheckResult.Healthy();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, "The folder cannot be written to.", exception);
        }
    }
}
