// The npm packages for a test that needs them: without npm it is skipped.
using Xunit;

namespace GrpcSdk.Tests.Shared;

internal static class NpmOrSkip
{
    /// <inheritdoc cref="NpmPackages.InstallAsync"/>
    public static async Task InstallAsync(string repositoryRoot)
    {
        try
        {
            await NpmPackages.InstallAsync(repositoryRoot);
        }
        catch (MissingPartException missing)
        {
            Assert.Skip(missing.Message);
        }
    }
}
