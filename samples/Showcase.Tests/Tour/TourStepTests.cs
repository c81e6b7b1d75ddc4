// Each step of the tour alone, against a host of its own: what fails has a name.

using Grpc.Core;
using Showcase.Tests.Support;
using Showcase.Tour;

namespace Showcase.Tests.Tour;

public sealed class TourStepTests(RunningShowcase showcase) : IClassFixture<RunningShowcase>
{
    private static readonly TourStep[] Steps =
    [
        .. CallerErrorTour.Steps,
        .. HostErrorTour.Steps,
        .. SecurityTour.Steps,
        .. LimitTour.Steps,
        .. ConnectionTour.Steps,
        .. BalancingTour.Steps,
        .. OperationTour.Steps,
    ];

    /// <summary>The steps that show a pattern; those of the services have tests that go further.</summary>
    public static TheoryData<string> Titles => [.. Steps.Select(step => step.Title)];

    [Theory(Timeout = 300_000)]
    [MemberData(nameof(Titles))]
    public async Task Every_step_holds_by_itself(string title)
    {
        var step = Steps.Single(step => step.Title == title);

        var saw = await step.Walk(showcase.Tour, TestContext.Current.CancellationToken);

        TestContext.Current.TestOutputHelper!.WriteLine(saw);
        Assert.NotEmpty(saw);
    }

    [Fact]
    public void The_tour_takes_every_step_and_each_of_the_17_status_codes_has_one()
    {
        Assert.Subset(TourGuide.Steps.ToHashSet(), Steps.ToHashSet());
        Assert.Equal(
            Enum.GetNames<StatusCode>().Order(),
            TourGuide.Steps.Where(step => step.Area == "errors").Select(step => PascalCase(step.Title)).Order());
    }

    // DEADLINE_EXCEEDED is StatusCode.DeadlineExceeded.
    private static string PascalCase(string code) =>
        code == "OK" ? code : string.Concat(code.Split('_').Select(word => word[0] + word[1..].ToLowerInvariant()));
}
