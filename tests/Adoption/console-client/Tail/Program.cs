using Grpc.Core;
using Grpc.Net.Client;
using Tail.Log;

using var channel = GrpcChannel.ForAddress("http://localhost:5000");
var client = new LogService.LogServiceClient(channel);
using var call = client.Tail(new TailRequest { File = args[0] });
await foreach (var line in call.ResponseStream.ReadAllAsync())
{
    Console.WriteLine(line.Text);
}
