namespace GrpcSdk.Schema;

/// <summary>A file that is to be checked, as opposed to one that is only imported.</summary>
/// <param name="Name">The name that protoc knows it by: relative to its proto root, with <c>/</c>.</param>
/// <param name="WorkspacePath">
/// Where the file is relative to the directory of <c>buf.yaml</c>, with <c>/</c>. Modules, includes, excludes and
/// ignores of <c>buf.yaml</c> are matched against it. <see langword="null"/> when it is the same as <paramref name="Name"/>.
/// </param>
public sealed record SchemaTarget(string Name, string? WorkspacePath = null);
