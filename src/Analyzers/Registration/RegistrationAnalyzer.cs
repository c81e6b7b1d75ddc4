// The rules about generated registration.
using GrpcSdk.Analyzers.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace GrpcSdk.Analyzers.Registration;

/// <summary>Off with the MSBuild property <c>GrpcSdkRegistration</c> set to <c>false</c>.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class RegistrationAnalyzer() : UsageAnalyzer(
    SwitchOption,
    new MappedByHandRule(),
    new UnknownPolicyRule(),
    new MissingMiddlewareRule(),
    new CaptiveInterceptorRule(),
    new GlobalInterceptorRule(),
    new UnmarkedServiceRule())
{
    public const string SwitchOption = "build_property.GrpcSdkRegistration";
}
