using System;
using System.Threading.Tasks;
using Chat.Grpc;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Chat
{
    public static class Program
    {
        public static void Main(string[] args) => CreateHostBuilder(args).Build().Run();

        public static IHostBuilder CreateHostBuilder(string[] args) =>
            Host.CreateDefaultBuilder(args).ConfigureWebHostDefaults(web => web.UseStartup<Startup>());
    }

    public class Startup
    {
        public void ConfigureServices(IServiceCollection services)
        {
            services.AddGrpc(options => options.EnableDetailedErrors = true);
            services.AddSingleton<Rooms>();
        }

        public void Configure(IApplicationBuilder app)
        {
            app.UseRouting();
            app.UseEndpoints(endpoints => endpoints.MapGrpcService<ChatService>());
        }
    }

    public class Rooms
    {
        public int Count { get; set; }
    }

    public class ChatService : ChatRoom.ChatRoomBase
    {
        private readonly Rooms _rooms;

        public ChatService(Rooms rooms)
        {
            _rooms = rooms;
        }

        public override async Task Join(IAsyncStreamReader<Message> requestStream, IServerStreamWriter<Message> responseStream, ServerCallContext context)
        {
            _rooms.Count++;
            while (await requestStream.MoveNext())
            {
                await responseStream.WriteAsync(new Message { Text = requestStream.Current.Text });
            }
        }
    }
}
