using System.Text.RegularExpressions;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace GrpcSdk.Schema.Options;

/// <summary>A binding of <c>google.api.http</c> (google/api/http.proto), read from the bytes of the options.</summary>
/// <param name="Verb">GET, PUT, POST, DELETE, PATCH, or the kind of a custom one.</param>
/// <param name="Path">The path template.</param>
/// <param name="Body">The field that is the body, <c>*</c> for all that is not in the path, empty for none.</param>
/// <param name="ResponseBody">The field that is the answer's body; empty for the whole message.</param>
internal sealed record HttpBinding(string Verb, string Path, string Body, string ResponseBody)
{
    /// <summary>The number of the extension of MethodOptions.</summary>
    public const int Extension = 72_295_728;

    private static readonly Regex Variable = new(@"\{[\w.]+(=(?<pattern>[^}]*))?\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    /// <summary>The path without the names of its variables.</summary>
    public string Template => Variable.Replace(Path, match => match.Groups["pattern"].Success ? match.Groups["pattern"].Value : "*");

    /// <summary>The bindings of a method, additional ones included.</summary>
    public static IReadOnlyList<HttpBinding> Of(MethodDescriptorProto method)
    {
        var bindings = new List<HttpBinding>();
        try
        {
            var input = new CodedInputStream(method.Options?.ToByteArray() ?? []);
            for (var tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
            {
                if (tag == WireFormat.MakeTag(Extension, WireFormat.WireType.LengthDelimited))
                {
                    Read(input.ReadBytes(), bindings);
                }
                else
                {
                    input.SkipLastField();
                }
            }
        }
        catch (InvalidProtocolBufferException)
        {
            // Not what google/api/http.proto says: what was read so far counts.
        }

        return bindings;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Verb} {Path}" + (Body.Length > 0 ? $" body {Body}" : "");

    private static void Read(ByteString rule, List<HttpBinding> bindings)
    {
        var (verb, path, body, responseBody) = ("", "", "", "");
        var additional = new List<ByteString>();
        var input = rule.CreateCodedInput();
        for (var tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
        {
            if (WireFormat.GetTagWireType(tag) != WireFormat.WireType.LengthDelimited)
            {
                input.SkipLastField();
                continue;
            }

            var value = input.ReadBytes();
            switch (WireFormat.GetTagFieldNumber(tag))
            {
                case >= 2 and <= 6 and var number:
                    (verb, path) = (new[] { "GET", "PUT", "POST", "DELETE", "PATCH" }[number - 2], value.ToStringUtf8());
                    break;
                case 7:
                    body = value.ToStringUtf8();
                    break;
                case 8:
                    (verb, path) = ReadCustom(value);
                    break;
                case 11:
                    additional.Add(value);
                    break;
                case 12:
                    responseBody = value.ToStringUtf8();
                    break;
            }
        }

        bindings.Add(new HttpBinding(verb, path, body, responseBody));

        // Bindings of bindings are not allowed, and damaged input could nest them without end.
        foreach (var bytes in bindings.Count > 100 ? [] : additional)
        {
            Read(bytes, bindings);
        }
    }

    private static (string Kind, string Path) ReadCustom(ByteString pattern)
    {
        var (kind, path) = ("", "");
        var input = pattern.CreateCodedInput();
        for (var tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
        {
            if (tag == WireFormat.MakeTag(1, WireFormat.WireType.LengthDelimited))
            {
                kind = input.ReadString();
            }
            else if (tag == WireFormat.MakeTag(2, WireFormat.WireType.LengthDelimited))
            {
                path = input.ReadString();
            }
            else
            {
                input.SkipLastField();
            }
        }

        return (kind, path);
    }
}
