// Tests that measure the process: they run after the others, one at a time.

namespace Showcase.Tests.Support;

[CollectionDefinition(nameof(RunsAlone), DisableParallelization = true)]
public sealed class RunsAlone;
