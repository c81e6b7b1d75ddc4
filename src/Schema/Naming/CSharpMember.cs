using GrpcSdk.Schema.Model;

namespace GrpcSdk.Schema.Naming;

/// <summary>A C# name in a scope, and what in the .proto it comes from.</summary>
/// <param name="Name">The identifier.</param>
/// <param name="Source">The declaration; <see langword="null"/> for what every class of the kind has.</param>
/// <param name="What">What it is, for a message: <c>the property of field "x"</c>.</param>
internal sealed record CSharpMember(string Name, ProtoElement? Source, string What);
