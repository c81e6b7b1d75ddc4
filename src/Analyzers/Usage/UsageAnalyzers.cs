// The usage rules by severity. The compiler leaves out an analyzer whose rules would all stay silent: a build runs neither
// the suggestions nor the opt-in rules, until a project raises one of them.
using GrpcSdk.Analyzers.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace GrpcSdk.Analyzers.Usage;

/// <summary>The MSBuild property that turns all usage rules off.</summary>
internal static class UsageSwitch
{
    public const string Option = "build_property.GrpcSdkUsageRules";
}

/// <summary>The rules without or with hardly any false positive.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class UsageWarningsAnalyzer() : UsageAnalyzer(
    UsageSwitch.Option,
    new LocalDeadlineRule(),
    new UnawaitedContinuationRule(),
    new MappingByDefinitionRule(),
    new DuplicateMappingRule(),
    new RetryConfigurationRule(),
    new DiscardedInterceptRule(),
    new PartialInterceptorRule(),
    new CaptiveDependencyRule(),
    new ExceptionLeakRule(),
    new IgnoredTokenRule(),
    new UndisposedStreamingCallRule(),
    new ConcurrentWritesRule(),
    new WriteAfterCompleteRule(),
    new StreamAfterHandlerRule(),
    new MessageChangedAfterSendRule(),
    new MutableServiceStateRule(),
    new BlockingRule(),
    new TokenSourceDisposedEarlyRule(),
    new DroppedHeadersRule());

/// <summary>The rules that depend on what the team has in mind.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class UsageSuggestionsAnalyzer() : UsageAnalyzer(
    UsageSwitch.Option,
    new MissingCompleteRule(),
    new ChannelPerCallRule(),
    new UndisposedChannelRule(),
    new HardCodedAddressRule(),
    new InsecureCredentialsRule(),
    new ShutdownBlindStreamRule(),
    new DownstreamPassThroughRule(),
    new SwallowedRpcExceptionRule(),
    new RetryOfEverythingRule(),
    new DroppedTaskRule());

/// <summary>The rules that are off until a project turns them on.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class UsageOptInAnalyzer() : UsageAnalyzer(
    UsageSwitch.Option,
    new NoDeadlineRule(),
    new ForeignExceptionRule(),
    new NoAuthorizationRule(),
    new NoHealthChecksRule(),
    new NoTelemetryRule());
