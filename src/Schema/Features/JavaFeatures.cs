using GrpcSdk.Schema.Model;

namespace GrpcSdk.Schema.Features;

/// <summary><c>pb.JavaFeatures</c>: features of Java. See google/protobuf/java_features.proto.</summary>
internal static class JavaFeatures
{
    /// <summary>The path of <c>features.(pb.java).utf8_validation</c> within features.</summary>
    public static readonly int[] Utf8ValidationPath = [LanguageFeatures.Java.Number, Utf8ValidationNumber];

    private const int Utf8ValidationNumber = 2;
    private const int Verify = 2;

    /// <summary>Java rejects what is not UTF-8, whatever the feature of all languages says.</summary>
    public static bool VerifiesUtf8(ProtoField field) => LanguageFeatures.Java.Find(field, Utf8ValidationNumber) == Verify;
}
