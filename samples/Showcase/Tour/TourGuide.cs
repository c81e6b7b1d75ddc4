// Walks through the steps, one after the other, whatever becomes of them.

using System.Diagnostics;
using Grpc.Core;

namespace Showcase.Tour;

internal static class TourGuide
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>All steps, in the order of the tour.</summary>
    public static IReadOnlyList<TourStep> Steps { get; } =
    [
        .. UserTour.Steps,
        .. ProductTour.Steps,
        .. EventTour.Steps,
        .. AnalyticsTour.Steps,
        .. ChatTour.Steps,
        .. CollaborationTour.Steps,
        .. BatchJobTour.Steps,
        .. OrderTour.Steps,
        .. TelemetryTour.Steps,
        .. UploadTour.Steps,
        .. GameTour.Steps,
        .. LogTour.Steps,
        .. CallerErrorTour.Steps,
        .. HostErrorTour.Steps,
        .. SecurityTour.Steps,
        .. LimitTour.Steps,
        .. ConnectionTour.Steps,
        .. BalancingTour.Steps,
        .. OperationTour.Steps,
        .. HostTour.Steps,
    ];

    public static async IAsyncEnumerable<TourRow> WalkAsync(
        IEnumerable<TourStep> steps,
        TourContext context,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var step in steps)
        {
            yield return await WalkAsync(step, context, cancellationToken);
        }
    }

    private static async Task<TourRow> WalkAsync(TourStep step, TourContext context, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        var started = Stopwatch.GetTimestamp();
        try
        {
            var saw = await step.Walk(context, patience.Token);
            return new TourRow(step, Ok: true, saw, Stopwatch.GetElapsedTime(started));
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            var what = exception switch
            {
                UnexpectedException unexpected => unexpected.Message,
                RpcException { StatusCode: var code, Status.Detail: var detail } => $"{code}: {detail}",
                OperationCanceledException => $"not done after {Patience.TotalMinutes} minutes",
                _ => exception.ToString(),
            };
            return new TourRow(step, Ok: false, what, Stopwatch.GetElapsedTime(started));
        }
    }
}
