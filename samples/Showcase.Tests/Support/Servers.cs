// PostgreSQL and Redis for tests, where this machine has them: .ci/stores starts both and prints these variables.

using System.Reflection;
using Showcase.Tour;
using Xunit.v3;

namespace Showcase.Tests.Support;

/// <summary>The tests of this class run on PostgreSQL and Redis; without them they are skipped.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class OnServersAttribute : Attribute
{
    /// <summary>How many hosts share them; the calls of a client go to one after the other.</summary>
    public int Replicas { get; init; } = 1;
}

internal static class Servers
{
    private const string PostgresVariable = "SHOWCASE_TEST_POSTGRES";
    private const string RedisVariable = "SHOWCASE_TEST_REDIS";

    /// <summary>PostgreSQL's connection string; null when there is none.</summary>
    public static string? Postgres { get; } = Environment.GetEnvironmentVariable(PostgresVariable);

    /// <summary>Redis' connection string; null when there is none.</summary>
    public static string? Redis { get; } = Environment.GetEnvironmentVariable(RedisVariable);

    /// <summary>How the tests of the current class run on the servers; null when they do not.</summary>
    public static OnServersAttribute? Wanted => (TestContext.Current.TestClass as IXunitTestClass)?.Class.GetCustomAttribute<OnServersAttribute>();

    public static bool AreThere => Postgres is not null && Redis is not null;

    /// <summary>Skips the current test when the servers are not there.</summary>
    public static void SkipWithout() => Assert.SkipUnless(
        AreThere,
        $"PostgreSQL and Redis are not configured: eval \"$(.ci/stores start FOLDER)\" starts both and sets {PostgresVariable} and {RedisVariable}.");

    /// <summary>Stores of the current class' own: on the servers, or files.</summary>
    public static TourStores NewStores() => Wanted is not null ? new TourStores(Postgres, Redis) : new TourStores(null, null);
}
