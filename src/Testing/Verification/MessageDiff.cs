// What is different between two messages, field by field.
using System.Collections;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace GrpcSdk.Testing;

/// <summary>Compares messages of one type.</summary>
internal static class MessageDiff
{
    /// <summary>One line per difference: <c>address.city: expected "Paris", was "Rome"</c>. Empty for equal messages.</summary>
    public static IReadOnlyList<string> Between(IMessage expected, IMessage actual)
    {
        var differences = new List<string>();
        Compare("", expected, actual, differences);
        if (differences.Count == 0 && !expected.Equals(actual))
        {
            differences.Add("unknown fields differ");
        }

        return differences;
    }

    private static void Compare(string prefix, IMessage expected, IMessage actual, List<string> differences)
    {
        foreach (var field in expected.Descriptor.Fields.InFieldNumberOrder())
        {
            var name = prefix + field.JsonName;
            if (field.HasPresence && field.Accessor.HasValue(expected) != field.Accessor.HasValue(actual))
            {
                var isExpected = field.Accessor.HasValue(expected);
                differences.Add(isExpected
                    ? $"{name}: expected {Text(field, field.Accessor.GetValue(expected))}, was not set"
                    : $"{name}: expected not to be set, was {Text(field, field.Accessor.GetValue(actual))}");
                continue;
            }

            CompareValues(name, field, field.Accessor.GetValue(expected), field.Accessor.GetValue(actual), differences);
        }
    }

    private static void CompareValues(string name, FieldDescriptor field, object? expected, object? actual, List<string> differences)
    {
        switch (expected, actual)
        {
            case (IDictionary left, IDictionary right):
                CompareMaps(name, field.MessageType.FindFieldByNumber(2), left, right, differences);
                break;
            case (IList left, IList right):
                CompareLists(name, field, left, right, differences);
                break;
            case (IMessage left, IMessage right) when left.Descriptor.FullName == right.Descriptor.FullName:
                Compare(name + ".", left, right, differences);
                break;
            case var _ when !Equals(expected, actual):
                differences.Add($"{name}: expected {Text(field, expected)}, was {Text(field, actual)}");
                break;
        }
    }

    private static void CompareLists(string name, FieldDescriptor field, IList expected, IList actual, List<string> differences)
    {
        for (var i = 0; i < Math.Max(expected.Count, actual.Count); i++)
        {
            if (i >= actual.Count)
            {
                differences.Add($"{name}[{i}]: expected {Text(field, expected[i])}, was missing");
            }
            else if (i >= expected.Count)
            {
                differences.Add($"{name}[{i}]: expected to be missing, was {Text(field, actual[i])}");
            }
            else
            {
                CompareValues($"{name}[{i}]", field, expected[i], actual[i], differences);
            }
        }
    }

    private static void CompareMaps(string name, FieldDescriptor value, IDictionary expected, IDictionary actual, List<string> differences)
    {
        foreach (var key in expected.Keys.Cast<object>().Union(actual.Keys.Cast<object>()))
        {
            var path = $"{name}[{(key is string text ? $"\"{text}\"" : key)}]";
            if (!actual.Contains(key))
            {
                differences.Add($"{path}: expected {Text(value, expected[key])}, was missing");
            }
            else if (!expected.Contains(key))
            {
                differences.Add($"{path}: expected to be missing, was {Text(value, actual[key])}");
            }
            else
            {
                CompareValues(path, value, expected[key], actual[key], differences);
            }
        }
    }

    private static string Text(FieldDescriptor field, object? value) => value switch
    {
        null => "nothing",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        ByteString bytes => $"{bytes.Length} bytes \"{bytes.ToBase64()}\"",
        IMessage message => CallText.Of(message),
        IEnumerable list => $"[{string.Join(", ", list.Cast<object>().Select(item => Text(field, item)))}]",
        Enum number => field.FieldType == FieldType.Enum && field.EnumType.FindValueByNumber(Convert.ToInt32(number, null)) is { } named ? named.Name : number.ToString("D"),
        IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}
