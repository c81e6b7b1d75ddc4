using Grpc.Core;
using Moq;
using Weather.V1;

namespace Weather.Tests;

public class ForecastTests
{
    public async Task Answers()
    {
        var client = new Mock<WeatherService.WeatherServiceClient>();
        var call = new AsyncUnaryCall<Forecast>(
            Task.FromResult(new Forecast { Degrees = 20 }),
            Task.FromResult(new Metadata()),
            () => Status.DefaultSuccess,
            () => new Metadata(),
            () => { });
        client.Setup(c => c.GetForecastAsync(It.IsAny<GetForecastRequest>(), null, null, CancellationToken.None)).Returns(call);

        var forecast = await client.Object.GetForecastAsync(new GetForecastRequest { City = "Bern" });

        if (forecast.Degrees != 20)
        {
            throw new InvalidOperationException("wrong weather");
        }
    }
}
