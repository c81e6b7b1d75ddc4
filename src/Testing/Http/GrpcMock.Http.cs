// The second level of fidelity: the same setups behind a real channel.
namespace GrpcSdk.Testing;

public abstract partial class GrpcMock
{
    /// <summary>
    /// A message handler that answers by the setups, for a real channel: what lives below the call invoker (retries,
    /// hedging, service config, channel credentials) takes part.
    /// <c>GrpcChannel.ForAddress("http://localhost", new() { HttpHandler = mock.ToHttpHandler() })</c>.
    /// </summary>
    /// <param name="others">Mocks of further services behind the same address.</param>
    public HttpMessageHandler ToHttpHandler(params GrpcMock[] others)
    {
        ArgumentNullException.ThrowIfNull(others);
        return new MockHttpHandler([this, .. others]);
    }
}
