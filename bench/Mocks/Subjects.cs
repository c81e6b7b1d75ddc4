// The same test arrangement with every library: a client whose GetUser(7) returns a user, with matching and recording.
// Each call gets a reply and a call object of its own, as from the real client; those that are called "shared" do less:
// they hand out one call object again and again, with a reply that every caller may change for the others.
using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using FakeItEasy;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using GrpcSdk.Bench.Mocks.V1;
using GrpcSdk.Testing;
using NSubstitute;

namespace GrpcSdk.Bench.Mocks;

[GrpcMock<Users.UsersClient>]
public partial class UsersMock;

/// <summary>Makes clients, each with one setup.</summary>
public static class Subjects
{
    public static readonly User Reply = new() { Id = 7, Name = "Ada", Email = "ada@example.com" };

    public static IReadOnlyDictionary<string, Func<Users.UsersClient>> All { get; } = new Dictionary<string, Func<Users.UsersClient>>
    {
        ["GrpcSdk"] = GrpcSdk,
        ["Invoker"] = Invoker,
        ["Subclass"] = Subclass,
        ["Moq"] = Moq,
        ["MoqShared"] = MoqShared,
        ["NSubstitute"] = NSubstitute,
        ["NSubstituteShared"] = NSubstituteShared,
        ["FakeItEasy"] = FakeItEasy,
        ["FakeItEasyShared"] = FakeItEasyShared,
        ["TUnit.Mocks"] = TUnitMocks,
        ["TUnit.MocksShared"] = TUnitMocksShared,
        ["RealClient"] = RealClient,
    };

    public static Users.UsersClient GrpcSdk()
    {
        var mock = new UsersMock();
        mock.GetUser.When(r => r.Id == 7).Returns(Reply);
        return mock.Client;
    }

    /// <summary>The real client class over an invoker that neither matches nor records: what nothing above an invoker can do without.</summary>
    public static Users.UsersClient Invoker() => new(new Answering(Reply));

    public static Users.UsersClient Subclass() => new HandWritten(r => r.Id == 7, Reply);

    public static Users.UsersClient Moq()
    {
        var mock = new global::Moq.Mock<Users.UsersClient>();
        mock.Setup(c => c.GetUserAsync(global::Moq.It.Is<GetUserRequest>(r => r.Id == 7), global::Moq.It.IsAny<CallOptions>())).Returns(() => Call(Reply.Clone()));
        return mock.Object;
    }

    public static Users.UsersClient MoqShared()
    {
        var mock = new global::Moq.Mock<Users.UsersClient>();
        mock.Setup(c => c.GetUserAsync(global::Moq.It.Is<GetUserRequest>(r => r.Id == 7), global::Moq.It.IsAny<CallOptions>())).Returns(Call(Reply));
        return mock.Object;
    }

    public static Users.UsersClient NSubstitute()
    {
        var client = Substitute.For<Users.UsersClient>();
        client.GetUserAsync(global::NSubstitute.Arg.Is<GetUserRequest>(r => r.Id == 7), global::NSubstitute.Arg.Any<CallOptions>()).Returns(_ => Call(Reply.Clone()));
        return client;
    }

    public static Users.UsersClient NSubstituteShared()
    {
        var client = Substitute.For<Users.UsersClient>();
        client.GetUserAsync(global::NSubstitute.Arg.Is<GetUserRequest>(r => r.Id == 7), global::NSubstitute.Arg.Any<CallOptions>()).Returns(Call(Reply));
        return client;
    }

    public static Users.UsersClient FakeItEasy()
    {
        var client = A.Fake<Users.UsersClient>();
        A.CallTo(() => client.GetUserAsync(A<GetUserRequest>.That.Matches(r => r.Id == 7), A<CallOptions>._)).ReturnsLazily(() => Call(Reply.Clone()));
        return client;
    }

    public static Users.UsersClient FakeItEasyShared()
    {
        var client = A.Fake<Users.UsersClient>();
        A.CallTo(() => client.GetUserAsync(A<GetUserRequest>.That.Matches(r => r.Id == 7), A<CallOptions>._)).Returns(Call(Reply));
        return client;
    }

    public static Users.UsersClient TUnitMocks()
    {
        var mock = TUnit.Mocks.Mock.Of<Users.UsersClient>();
        mock.GetUserAsync(TUnit.Mocks.Arguments.Arg.Is<GetUserRequest>(r => r!.Id == 7), TUnit.Mocks.Arguments.Arg.Any<CallOptions>()).Returns(() => Call(Reply.Clone()));
        return mock.Object;
    }

    public static Users.UsersClient TUnitMocksShared()
    {
        var mock = TUnit.Mocks.Mock.Of<Users.UsersClient>();
        mock.GetUserAsync(TUnit.Mocks.Arguments.Arg.Is<GetUserRequest>(r => r!.Id == 7), TUnit.Mocks.Arguments.Arg.Any<CallOptions>()).Returns(Call(Reply));
        return mock.Object;
    }

    /// <summary>Grpc.Net.Client over a handler that answers from memory: what it costs not to mock.</summary>
    public static Users.UsersClient RealClient() =>
        new(GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions { HttpHandler = new MemoryHandler(Reply) }));

    private static AsyncUnaryCall<User> Call(User reply) =>
        new(Task.FromResult(reply), Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });

    private sealed class HandWritten(Func<GetUserRequest, bool> matches, User reply) : Users.UsersClient
    {
        private readonly List<GetUserRequest> _requests = [];

        public override AsyncUnaryCall<User> GetUserAsync(GetUserRequest request, CallOptions options)
        {
            lock (_requests)
            {
                _requests.Add(request.Clone());
            }

            return matches(request) ? Call(reply.Clone()) : throw new InvalidOperationException();
        }
    }

    private sealed class Answering(User reply) : CallInvoker
    {
        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
            (AsyncUnaryCall<TResponse>)(object)Call(reply.Clone());

        public override TResponse BlockingUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) => throw new NotSupportedException();

        public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) => throw new NotSupportedException();

        public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options) => throw new NotSupportedException();

        public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options) => throw new NotSupportedException();
    }

    private sealed class MemoryHandler(User reply) : HttpMessageHandler
    {
        private readonly byte[] _body = Frame(reply.ToByteArray());

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await request.Content!.CopyToAsync(Stream.Null, cancellationToken);
            var response = new HttpResponseMessage(HttpStatusCode.OK) { Version = HttpVersion.Version20, Content = new ByteArrayContent(_body), RequestMessage = request };
            response.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
            response.TrailingHeaders.Add("grpc-status", "0");
            return response;
        }

        private static byte[] Frame(byte[] message)
        {
            var frame = new byte[5 + message.Length];
            BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), message.Length);
            message.CopyTo(frame, 5);
            return frame;
        }
    }
}
