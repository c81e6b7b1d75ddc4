using GrpcSdk.Schema.Naming;
using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Lint.Own;

/// <summary>
/// CSHARP_ENUM_VALUE_COLLISION: without the prefix and in PascalCase, the values of an enum still have different names.
/// protoc tells equal ones apart by underscores, in the order of the file.
/// </summary>
internal sealed class CSharpEnumValueCollision : LintRule
{
    public override string Name => "CSHARP_ENUM_VALUE_COLLISION";

    public override void Check(LintContext context, LintReport report)
    {
        foreach (var declaration in context.Enums)
        {
            var members = CSharpNames.EnumMembers(declaration);
            for (var i = 0; i < members.Count; i++)
            {
                var value = declaration.Values[i];
                var wanted = CSharpNames.EnumMember(declaration.Name, value.Name);
                if (members[i] != wanted)
                {
                    var other = declaration.Values.First(candidate => CSharpNames.EnumMember(declaration.Name, candidate.Name) == wanted);
                    report(value.NameLocation, $"In C#, enum value {Quote(value.Name)} is called {Quote(members[i])}, because {Quote(other.Name)} is called {Quote(wanted)}.");
                }
            }
        }
    }
}
