// Starts the page in the browser.

using Grpc.Net.Client;
using Grpc.Net.Client.Web;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Components.WebAssembly.Hosting;
using Microsoft.AspNetCore.SignalR.Client;
using Showcase.Web;
using Showcase.Web.Calls;
using Showcase.Web.Catalogue;

var builder = WebAssemblyHostBuilder.CreateDefault(args);
builder.RootComponents.Add<App>("#app");
builder.RootComponents.Add<HeadOutlet>("head::after");

var host = new Uri(builder.HostEnvironment.BaseAddress);
builder.Services.AddSingleton(new HttpClient { BaseAddress = host });
builder.Services.AddSingleton(GrpcChannel.ForAddress(host, new GrpcChannelOptions { HttpHandler = new GrpcWebHandler(new HttpClientHandler()) }));
builder.Services.AddSingleton(new HubConnectionBuilder().WithUrl(new Uri(host, CallTunnel.Path)).WithAutomaticReconnect().Build());
builder.Services.AddSingleton<TunnelCallInvoker>();
builder.Services.AddSingleton<Caller>();
builder.Services.AddSingleton<ServiceCatalogue>();

await builder.Build().RunAsync();
