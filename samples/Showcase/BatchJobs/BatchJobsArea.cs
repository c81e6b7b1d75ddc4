// What the batch jobs need in the container.

namespace Showcase.BatchJobs;

internal static class BatchJobsArea
{
    public static IServiceCollection AddBatchJobs(this IServiceCollection services) =>
        services.AddSingleton<OperationStore>().AddHostedService<BatchWorker>();
}
