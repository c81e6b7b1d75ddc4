// What a tour is made of.

namespace Showcase.Tour;

/// <summary>One thing that the tour does and looks at.</summary>
/// <param name="Area">The area of protos/ that it belongs to.</param>
/// <param name="Title">What is done.</param>
/// <param name="Walk">Does it and says what it saw; throws when that is not what must be seen.</param>
internal sealed record TourStep(string Area, string Title, Func<TourContext, CancellationToken, Task<string>> Walk);

/// <summary>What became of a step.</summary>
/// <param name="Step">The step.</param>
/// <param name="Ok">Whether it saw what it must.</param>
/// <param name="Saw">What it saw, or what went wrong.</param>
/// <param name="Took">How long it took.</param>
internal sealed record TourRow(TourStep Step, bool Ok, string Saw, TimeSpan Took);
