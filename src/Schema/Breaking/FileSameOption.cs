using GrpcSdk.Schema.Text;
using static GrpcSdk.Schema.Text.GoText;
using FileOptions = Google.Protobuf.Reflection.FileOptions;

namespace GrpcSdk.Schema.Breaking;

/// <summary>
/// FILE_SAME_<i>OPTION</i>: a file keeps an option that decides what its generated code is called or looks like. An
/// option that is not set has its default.
/// </summary>
internal sealed class FileSameOption : BreakingRule
{
    /// <summary>One rule per option.</summary>
    public static readonly IReadOnlyList<FileSameOption> All =
    [
        new("cc_enable_arenas", FileOptions.CcEnableArenasFieldNumber, options => Text(options.CcEnableArenas)),
        new("cc_generic_services", FileOptions.CcGenericServicesFieldNumber, options => Text(options.CcGenericServices)),
        new("csharp_namespace", FileOptions.CsharpNamespaceFieldNumber, options => options.CsharpNamespace),
        new("go_package", FileOptions.GoPackageFieldNumber, options => options.GoPackage),
        new("java_generic_services", FileOptions.JavaGenericServicesFieldNumber, options => Text(options.JavaGenericServices)),
        new("java_multiple_files", FileOptions.JavaMultipleFilesFieldNumber, options => Text(options.JavaMultipleFiles)),
        new("java_outer_classname", FileOptions.JavaOuterClassnameFieldNumber, options => options.JavaOuterClassname),
        new("java_package", FileOptions.JavaPackageFieldNumber, options => options.JavaPackage),
        new("objc_class_prefix", FileOptions.ObjcClassPrefixFieldNumber, options => options.ObjcClassPrefix),
        new("optimize_for", FileOptions.OptimizeForFieldNumber, options => ProtoNames.Of(options.OptimizeFor)),
        new("php_class_prefix", FileOptions.PhpClassPrefixFieldNumber, options => options.PhpClassPrefix),
        new("php_metadata_namespace", FileOptions.PhpMetadataNamespaceFieldNumber, options => options.PhpMetadataNamespace),
        new("php_namespace", FileOptions.PhpNamespaceFieldNumber, options => options.PhpNamespace),
        new("py_generic_services", FileOptions.PyGenericServicesFieldNumber, options => Text(options.PyGenericServices)),
        new("ruby_package", FileOptions.RubyPackageFieldNumber, options => options.RubyPackage),
        new("swift_prefix", FileOptions.SwiftPrefixFieldNumber, options => options.SwiftPrefix),
    ];

    private static readonly FileOptions Defaults = new();

    private readonly string _option;
    private readonly int _number;
    private readonly Func<FileOptions, string> _value;

    private FileSameOption(string option, int number, Func<FileOptions, string> value)
    {
        _option = option;
        _number = number;
        _value = value;
        Name = "FILE_SAME_" + option.ToUpperInvariant();
    }

    public override string Name { get; }

    public override void Check(BreakingContext context, BreakingReport report)
    {
        foreach (var (previous, current) in context.Files)
        {
            var before = _value(previous.Descriptor.Options ?? Defaults);
            var after = _value(current.Descriptor.Options ?? Defaults);
            if (before != after)
            {
                report(
                    current.OptionLocation(_number),
                    previous,
                    $"File option {Quote(_option)} changed from {Quote(before)} to {Quote(after)}.");
            }
        }
    }

    private static string Text(bool value) => value ? "true" : "false";
}
