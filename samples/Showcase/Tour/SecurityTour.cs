// Security: who gets in (TLS, mutual TLS, tokens), and who may do what.

using System.Security.Cryptography.X509Certificates;
using Acme.Chat.V1;
using Acme.Logs.V1;
using Acme.Users.V1;
using Grpc.Core;
using GrpcSdk;
using Showcase.Hosting;
using Showcase.Security;

namespace Showcase.Tour;

internal static class SecurityTour
{
    public static IEnumerable<TourStep> Steps { get; } =
    [
        new("security", "TLS with an authority made at start", TlsAsync),
        new("security", "Mutual TLS", MutualTlsAsync),
        new("security", "JWT and a policy per method", PolicyAsync),
        new("security", "The development issuer outside Development", IssuerAsync),
        new("security", "A policy for each message of a stream", MessagePolicyAsync),
    ];

    private static async Task<string> TlsAsync(TourContext tour, CancellationToken cancellationToken)
    {
        var address = tour.Host.Endpoints().Tls!;
        using var trusting = TourClients.Create(address, (_, client) => client.AddGrpcTls(tour.Authority));
        await trusting.Users.ListUsersAsync(new ListUsersRequest(), cancellationToken: cancellationToken);

        using var distrusting = TourClients.Create(address);
        await Expect.StatusAsync(
            StatusCode.Internal,
            async () => await distrusting.Users.ListUsersAsync(new ListUsersRequest(), cancellationToken: cancellationToken));
        return "who trusts the authority gets in; who does not ends the handshake, and no retry would help: INTERNAL at the client";
    }

    private static async Task<string> MutualTlsAsync(TourContext tour, CancellationToken cancellationToken)
    {
        using var own = X509Certificate2.CreateFromPemFile(Path.Combine(tour.CertificateFolder, "client.crt"), Path.Combine(tour.CertificateFolder, "client.key"));
        using var strangers = new CertificateAuthority("somebody else");
        using var stranger = strangers.IssueClient("showcase-client");

        await TailAsync(tour, own, cancellationToken);
        await ExpectNoHandshakeAsync(() => TailAsync(tour, stranger, cancellationToken));
        await ExpectNoHandshakeAsync(() => TailAsync(tour, certificate: null, cancellationToken));
        return $"{own.Subject} reads the log without a token; no certificate and that of a stranger end in the handshake";
    }

    private static async Task<string> PolicyAsync(TourContext tour, CancellationToken cancellationToken)
    {
        var anonymous = new UserService.UserServiceClient(tour.Channel);
        var user = await anonymous.CreateUserAsync(
            new CreateUserRequest { User = new User { Name = "Guarded", Email = "guarded@example.com" } },
            cancellationToken: cancellationToken);
        var request = new DeleteUserRequest { Id = user.Id };

        var missing = await Expect.StatusAsync(StatusCode.Unauthenticated, async () => await anonymous.DeleteUserAsync(request, cancellationToken: cancellationToken));
        Expect.Equal("CREDENTIALS_MISSING", missing.GetErrorInfo()?.Reason, "the reason without a token");
        var headers = new Metadata { { "authorization", "Bearer made.up.token" } };
        var invalid = await Expect.StatusAsync(StatusCode.Unauthenticated, async () => await anonymous.DeleteUserAsync(request, headers, cancellationToken: cancellationToken));
        Expect.Equal("CREDENTIALS_INVALID", invalid.GetErrorInfo()?.Reason, "the reason with a wrong token");
        var member = await Expect.StatusAsync(StatusCode.PermissionDenied, async () => await tour.SignedIn("member").Users.DeleteUserAsync(request, cancellationToken: cancellationToken));
        Expect.Equal("POLICY_NOT_MET", member.GetErrorInfo()?.Reason, "the reason with a role that may not");
        await tour.SignedIn("admin").Users.DeleteUserAsync(request, cancellationToken: cancellationToken);
        return "DeleteUser: UNAUTHENTICATED without a token, PERMISSION_DENIED for a member, done for an admin";
    }

    private static async Task<string> IssuerAsync(TourContext tour, CancellationToken cancellationToken)
    {
        await using var production = await tour.StartHostAsync(database: null, change: null, cancellationToken);
        using var http = new HttpClient { DefaultRequestVersion = new Version(2, 0), DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using var response = await http.PostAsync(new Uri(production.Address(), DevelopmentIssuer.Path), content: null, cancellationToken);
        Expect.Equal(System.Net.HttpStatusCode.NotFound, response.StatusCode, "the answer of the issuer in Production");

        // Signed with the right key: the host has the same database.
        var token = tour.Host.Services.GetRequiredService<DevelopmentIssuer>().Issue("ada", "admin");
        using var clients = TourClients.Create(production.Address());
        var error = await Expect.StatusAsync(
            StatusCode.Unauthenticated,
            async () => await clients.Users.DeleteUserAsync(
                new DeleteUserRequest { Id = 1 },
                new Metadata { { "authorization", $"Bearer {token.Value}" } },
                cancellationToken: cancellationToken));
        Expect.Equal("CREDENTIALS_INVALID", error.GetErrorInfo()?.Reason, "the reason");
        return "Production has no such endpoint, and refuses a token of Development as CREDENTIALS_INVALID";
    }

    private static async Task<string> MessagePolicyAsync(TourContext tour, CancellationToken cancellationToken)
    {
        var token = tour.Host.Services.GetRequiredService<DevelopmentIssuer>().Issue("ada");
        var client = new ChatService.ChatServiceClient(tour.Channel);
        using var call = client.Chat(new Metadata { { "authorization", $"Bearer {token.Value}" } }, cancellationToken: cancellationToken);
        await call.RequestStream.WriteAsync(new ChatMessage { UserId = "ada", RoomId = "names", Kind = ChatMessage.Types.Kind.Join }, cancellationToken);
        Expect.True(await call.ResponseStream.MoveNext(cancellationToken), "Ada is in the room");

        await call.RequestStream.WriteAsync(new ChatMessage { UserId = "grace", RoomId = "names", Content = "I am Grace." }, cancellationToken);
        await Expect.StatusAsync(StatusCode.PermissionDenied, async () =>
        {
            while (await call.ResponseStream.MoveNext(cancellationToken))
            {
            }
        });
        return "Ada joined as herself; her second message, in the name of Grace, got PERMISSION_DENIED";
    }

    // With TLS 1.3 the client may learn of the refusal in the handshake or just after it: INTERNAL or UNAVAILABLE.
    private static async Task ExpectNoHandshakeAsync(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (RpcException exception) when (exception.StatusCode is StatusCode.Internal or StatusCode.Unavailable)
        {
            return;
        }

        throw new UnexpectedException("the host let a caller in that has no certificate of its authority");
    }

    // The log is for operators, and for callers with a certificate.
    private static async Task TailAsync(TourContext tour, X509Certificate2? certificate, CancellationToken cancellationToken)
    {
        using var clients = TourClients.Create(tour.Host.Endpoints().MutualTls!, (_, client) => client.AddGrpcTls(tour.Authority, certificate));
        using var call = clients.Logs.TailLogs(new TailRequest { Lines = 1, NoFollow = true }, cancellationToken: cancellationToken);
        await call.ResponseStream.MoveNext(cancellationToken);
    }
}
