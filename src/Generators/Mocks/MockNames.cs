// Names of mocks and of their properties: verbatim where C# allows it, adjusted where it does not.
using System.Collections.Immutable;
using GrpcSdk.Generators.Common;

namespace GrpcSdk.Generators.Mocks;

/// <summary>Resolves clashes of names.</summary>
internal static class MockNames
{
    private const string Suffix = "Rpc";

    /// <summary>The property of an RPC: its name, with <c>Rpc</c> after it as long as something else has that name.</summary>
    public static string PropertyOf(string rpc, ISet<string> reserved, ISet<string> rpcs)
    {
        var name = rpc;
        while (reserved.Contains(name) || (name != rpc && rpcs.Contains(name)))
        {
            name += Suffix;
        }

        return name;
    }

    /// <summary>Lets the first mock of a name have it, and turns the others into errors.</summary>
    public static IEnumerable<Result<MockModel>> Claim(ImmutableArray<ParsedMock> mocks)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var mock in mocks)
        {
            if (mock.Model is null || taken.Add(mock.Model.FullName))
            {
                yield return new Result<MockModel>(mock.Model, mock.Errors);
                continue;
            }

            var error = DiagnosticInfo.Create(MockDiagnostics.DuplicateMock, mock.Location, mock.Model.FullName);
            yield return new Result<MockModel>(null, mock.Errors.Append(error).ToEquatableArray());
        }
    }
}
