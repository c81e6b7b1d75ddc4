// The detectors of the generators are compiled into this assembly too, so that a rule and a helper never disagree. Their
// shapes can carry a place in C# source: here there is none, and nothing of Roslyn.
namespace GrpcSdk.Generators.Common;

/// <summary>A place in C# source, which a descriptor does not have.</summary>
internal sealed record LocationInfo;
