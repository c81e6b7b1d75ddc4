using System.Text.RegularExpressions;

namespace GrpcSdk.Schema.Naming;

/// <summary>Whether a package promises stability by its last component.</summary>
internal enum PackageStability
{
    /// <summary>No version suffix.</summary>
    Unversioned,

    /// <summary><c>v1alpha1</c>, <c>v1p1beta2</c>, <c>v1test</c>: may change.</summary>
    Unstable,

    /// <summary><c>v1</c>.</summary>
    Stable,
}

/// <summary>Reads the version suffix of a package name, as in <c>acme.users.v1beta1</c>.</summary>
internal static class PackageVersion
{
    private static readonly Regex Suffix = new(
        @"\.v[1-9][0-9]*(?<unstable>test[^.]*|(p[1-9][0-9]*)?(alpha|beta)([1-9][0-9]*)?)?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    /// <summary>The stability that the package's name states.</summary>
    public static PackageStability StabilityOf(string package)
    {
        var match = Suffix.Match(package);
        return !match.Success ? PackageStability.Unversioned
            : match.Groups["unstable"].Success ? PackageStability.Unstable
            : PackageStability.Stable;
    }
}
