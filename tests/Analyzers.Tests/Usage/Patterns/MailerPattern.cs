// Mailer: events of the server and requests of the client meet on one bidirectional stream; one loop writes.
using System.Threading.Channels;
using Grpc.Core;
using Probe;

namespace GrpcSdk.Analyzers.Tests.Usage.Patterns.MailerStyle;

public sealed class MailQueue
{
    public event Func<string, Task>? Changed;

    public Task AddAsync(string mail) => Changed?.Invoke(mail) ?? Task.CompletedTask;
}

public sealed class MailerService(MailQueue queue) : Greeter.GreeterBase
{
    public override async Task Chat(IAsyncStreamReader<HelloRequest> requestStream, IServerStreamWriter<HelloReply> responseStream, ServerCallContext context)
    {
        var mailbox = context.RequestHeaders.GetValue("mailbox-name") ?? "";
        var replies = System.Threading.Channels.Channel.CreateBounded<HelloReply>(16);
        queue.Changed += OnChanged;
        try
        {
            var writing = WriteAsync(replies.Reader, responseStream, context.CancellationToken);
            await foreach (var message in requestStream.ReadAllAsync(context.CancellationToken))
            {
                await replies.Writer.WriteAsync(new HelloReply { Message = $"{mailbox}: {message.Name}" }, context.CancellationToken);
            }

            replies.Writer.Complete();
            await writing;
        }
        finally
        {
            queue.Changed -= OnChanged;
        }

        async Task OnChanged(string mail) => await replies.Writer.WriteAsync(new HelloReply { Message = mail }, context.CancellationToken);
    }

    private static async Task WriteAsync(ChannelReader<HelloReply> replies, IServerStreamWriter<HelloReply> stream, CancellationToken cancellationToken)
    {
        await foreach (var reply in replies.ReadAllAsync(cancellationToken))
        {
            await stream.WriteAsync(reply, cancellationToken);
        }
    }
}

public static class MailerClient
{
    public static async Task ForwardAsync(Greeter.GreeterClient client, string mailbox)
    {
        using var call = client.Chat(new Metadata { { "mailbox-name", mailbox } });
        var reading = Task.Run(async () =>
        {
            await foreach (var message in call.ResponseStream.ReadAllAsync())
            {
                Console.WriteLine(message.Message);
            }
        });

        for (var line = await Console.In.ReadLineAsync(); line is { Length: > 0 }; line = await Console.In.ReadLineAsync())
        {
            await call.RequestStream.WriteAsync(new HelloRequest { Name = line });
        }

        await call.RequestStream.CompleteAsync();
        await reading;
    }
}
