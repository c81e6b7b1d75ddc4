using GrpcSdk.Shared;

namespace GrpcSdk.Tool.Inputs;

/// <summary>What a build asks about one of its proto roots.</summary>
/// <param name="Root">The root.</param>
/// <param name="Place">The directory that a directory baseline, or the path of git:REF:PATH, stands for.</param>
/// <param name="MayBeMissing">The root is new: then it has nothing to be compared with.</param>
/// <param name="MayBeEmpty">The project has no .proto files either.</param>
internal sealed record RootQuestion(ProjectRoot Root, string Place, bool MayBeMissing, bool MayBeEmpty);
