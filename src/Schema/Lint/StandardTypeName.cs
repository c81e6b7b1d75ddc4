using GrpcSdk.Schema.Model;
using GrpcSdk.Schema.Naming;
using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Lint;

/// <summary>Request and response types are named after their RPC: <c>GetUserRequest</c> or <c>UserServiceGetUserRequest</c>.</summary>
internal static class StandardTypeName
{
    private const string Empty = "google.protobuf.Empty";

    /// <summary>Reports a type with another name.</summary>
    /// <param name="report">Where to report.</param>
    /// <param name="method">The RPC.</param>
    /// <param name="type">The type's full name.</param>
    /// <param name="location">Where the type is named.</param>
    /// <param name="role"><c>Request</c> or <c>Response</c>.</param>
    /// <param name="allowEmpty">google.protobuf.Empty will do.</param>
    public static void Require(LintReport report, ProtoMethod method, string type, SourceLocation location, string role, bool allowEmpty)
    {
        if (allowEmpty && type == Empty)
        {
            return;
        }

        var name = type.Substring(type.LastIndexOf('.') + 1);
        var expected = StringCase.Pascal(method.Name) + role;
        var expectedWithService = StringCase.Pascal(method.Service.Name) + expected;
        if (name != expected && name != expectedWithService)
        {
            report(location, $"RPC {role.ToLowerInvariant()} type {Quote(name)} should be named {Quote(expected)} or {Quote(expectedWithService)}.");
        }
    }
}
