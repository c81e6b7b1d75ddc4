namespace GrpcSdk.Tool.Inputs;

/// <summary>A proto root of a project, as its build names it to have its previous version.</summary>
/// <param name="Directory">The root.</param>
/// <param name="Place">The directory that a directory baseline, or the path of git:REF:PATH, stands for.</param>
/// <param name="Others">The project's other roots: what was deleted there must not be found again.</param>
/// <param name="MayBeMissing">The root is new: then it has nothing to be compared with.</param>
/// <param name="MayBeEmpty">The project has no .proto files either.</param>
internal sealed record ProjectRoot(string Directory, string Place, IReadOnlyList<string> Others, bool MayBeMissing, bool MayBeEmpty);
