using Google.Protobuf.Reflection;
using GrpcSdk.Schema.Model;

namespace GrpcSdk.Schema.Features;

/// <summary><c>pb.CppFeatures</c>: features of C++. See google/protobuf/cpp_features.proto.</summary>
internal static class CppFeatures
{
    /// <summary>The path of <c>features.(pb.cpp).string_type</c> within features.</summary>
    public static readonly int[] StringTypePath = [LanguageFeatures.Cpp.Number, StringTypeNumber];

    private const int StringTypeNumber = 2;

    /// <summary>The value <c>pb.CppFeatures.StringType</c> in its own numbers.</summary>
    public static CppStringType StringType(ProtoField field) =>
        (CppStringType?)LanguageFeatures.Cpp.Find(field, StringTypeNumber)
        ?? (field.File.Descriptor.Edition >= Edition._2024 ? CppStringType.View : CppStringType.String);
}

/// <summary>The C++ class that holds a string, with the numbers of <c>pb.CppFeatures.StringType</c>.</summary>
internal enum CppStringType
{
    View = 1,
    Cord = 2,
    String = 3,

    /// <summary>Only by the option <c>ctype</c>; no feature says it.</summary>
    StringPiece = -1,
}
