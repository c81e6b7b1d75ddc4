// The mock against the original: every row of the call state machine, for every kind of RPC, must look the same
// through Grpc.Net.Client over a real server and through the mock.
using Grpc.Core;

namespace GrpcSdk.Testing.Tests.Differential;

public class StateMachineTests
{
    public static TheoryData<string, MethodType, bool> Rows
    {
        get
        {
            var rows = new TheoryData<string, MethodType, bool>();
            foreach (var name in Scenario.All.Keys)
            {
                foreach (var kind in Enum.GetValues<MethodType>())
                {
                    rows.Add(name, kind, false);
                    rows.Add(name, kind, true);
                }
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task The_mock_looks_like_the_real_client(string row, MethodType kind, bool throwOperationCanceled)
    {
        var scenario = Scenario.All[row];

        var expected = await ObserveAsync(scenario, kind, await Transport.RealAsync(scenario.Serve(kind), throwOperationCanceled));
        var actual = await ObserveAsync(scenario, kind, Transport.Mock(scenario.Serve(kind), throwOperationCanceled));

        Assert.Equal(expected, actual);
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task The_handler_looks_like_a_real_server(string row, MethodType kind, bool throwOperationCanceled)
    {
        var scenario = Scenario.All[row];

        var expected = await ObserveAsync(scenario, kind, await Transport.RealAsync(scenario.Serve(kind), throwOperationCanceled));
        var actual = await ObserveAsync(scenario, kind, Transport.MockOverHttp(scenario.Serve(kind), throwOperationCanceled));

        Assert.Equal(expected, actual);
    }

    private static async Task<string> ObserveAsync(Scenario scenario, MethodType kind, Transport transport)
    {
        await using (transport)
        {
            var observation = new Observation();
            await scenario.Act(kind, transport, observation);
            return observation.ToString();
        }
    }
}
