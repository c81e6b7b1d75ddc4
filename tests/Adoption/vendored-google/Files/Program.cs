using Files.V1;
using Google.Rpc;
using Grpc.Core;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddGrpc();
var app = builder.Build();
app.MapGrpcService<UploadService>();
app.Run();

internal sealed class UploadService : FileService.FileServiceBase
{
    public override async Task<UploadResponse> Upload(IAsyncStreamReader<UploadRequest> requestStream, ServerCallContext context)
    {
        while (await requestStream.MoveNext(context.CancellationToken))
        {
        }

        return new UploadResponse { Status = new Google.Rpc.Status { Code = (int)Code.Ok } };
    }
}
