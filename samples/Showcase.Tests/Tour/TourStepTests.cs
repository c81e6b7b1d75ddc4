// Each step of the tour alone, against a host of its own: what fails has a name.

using Showcase.Tests.Support;
using Showcase.Tour;

namespace Showcase.Tests.Tour;

public sealed class TourStepTests(RunningShowcase showcase) : IClassFixture<RunningShowcase>
{
    /// <summary>The steps that stand for themselves; those of the services have tests that go further.</summary>
    public static TheoryData<string> Titles =>
        [.. SecurityTour.Steps.Concat(LimitTour.Steps).Select(step => step.Title)];

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Titles))]
    public async Task Every_step_holds_by_itself(string title)
    {
        var step = TourGuide.Steps.Single(step => step.Title == title);

        var saw = await step.Walk(showcase.Tour, TestContext.Current.CancellationToken);

        TestContext.Current.TestOutputHelper!.WriteLine(saw);
        Assert.NotEmpty(saw);
    }
}
