// One rule on its own, as an analyzer.
using GrpcSdk.Analyzers.Common;
using GrpcSdk.Analyzers.Registration;
using GrpcSdk.Analyzers.Usage;

namespace GrpcSdk.Analyzers.Tests.Harness;

#pragma warning disable RS1001 // No compiler loads it.
internal sealed class RuleAnalyzer<TRule>() : UsageAnalyzer(typeof(TRule).IsSubclassOf(typeof(RegistrationRule)) ? RegistrationAnalyzer.SwitchOption : UsageSwitch.Option, new TRule())
    where TRule : UsageRule, new();
