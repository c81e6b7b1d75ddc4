// Tests that need something that an operating system does not have.
using System.Reflection;
using System.Runtime.InteropServices;
using Xunit;
using Xunit.v3;

namespace GrpcSdk.Tests.Shared;

/// <summary>
/// The test cannot run on a system: there it is skipped with the reason. It carries the trait <c>NotOn</c> with the system's
/// name, so that CI, which fails on a skip, leaves it out by name.
/// </summary>
/// <param name="system"><c>Windows</c> or <c>macOS</c>, as GitHub's <c>runner.os</c> says it.</param>
/// <param name="reason">A sentence that says what the system lacks.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
internal sealed class NotOnAttribute(string system, string reason) : BeforeAfterTestAttribute, ITraitAttribute
{
    public override void Before(MethodInfo methodUnderTest, IXunitTest test) =>
        Assert.SkipWhen(RuntimeInformation.IsOSPlatform(system == "macOS" ? OSPlatform.OSX : OSPlatform.Create(system)), reason);

    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("NotOn", system)];
}
