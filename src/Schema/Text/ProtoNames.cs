using System.Globalization;
using System.Reflection;
using Google.Protobuf.Reflection;

namespace GrpcSdk.Schema.Text;

/// <summary>The names that enum values have in the <c>.proto</c>, not in C#.</summary>
internal static class ProtoNames
{
    /// <summary>Such as <c>LEGACY_BEST_EFFORT</c>; the number of a value that the enum does not list.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum =>
        Cache<T>.Names.TryGetValue(value, out var name) ? name : Convert.ToInt32(value, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);

    private static class Cache<T>
        where T : struct, Enum
    {
        public static readonly Dictionary<T, string> Names = typeof(T)
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .ToDictionary(field => (T)field.GetValue(null)!, field => field.GetCustomAttribute<OriginalNameAttribute>()?.Name ?? field.Name);
    }
}
