// Two replicas on one PostgreSQL and one Redis: what a caller of one sees of what happens on the other.

using System.Linq.Expressions;
using System.Security.Cryptography;
using Acme.BatchJobs.V1;
using Acme.Chat.V1;
using Acme.Collaboration.V1;
using Acme.Events.V1;
using Acme.Game.V1;
using Acme.Uploads.V1;
using Acme.Users.V1;
using Google.LongRunning;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using GrpcSdk;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Showcase.BatchJobs;
using Showcase.Data;
using Showcase.Game;
using Showcase.Hosting;
using Showcase.Tests.Support;
using Showcase.Uploads;

namespace Showcase.Tests.Replicas;

[OnServers(Replicas = 2)]
public sealed class ReplicaTests : IClassFixture<RunningShowcase>
{
    private readonly RunningShowcase _showcase;
    private readonly ChannelBase _a;
    private readonly ChannelBase _b;

    public ReplicaTests(RunningShowcase showcase) => (_showcase, _a, _b) = (showcase, showcase.Channels[0], showcase.Channels[1]);

    [Fact(Timeout = 60_000)]
    public async Task A_subscriber_on_one_replica_sees_what_happens_on_the_other()
    {
        using var events = new EventService.EventServiceClient(_a).SubscribeToEvents(new SubscribeRequest { EventTypes = { "user.*" } });
        await events.ResponseHeadersAsync;

        var user = await new UserService.UserServiceClient(_b).CreateUserAsync(new CreateUserRequest { User = new User { Name = "Ada", Email = "ada@replica.example" } });

        var seen = Assert.Single(await events.ResponseStream.ReadAsync(1));
        Assert.Equal(("user.created", $"{user.Id}"), (seen.Type, seen.Attributes["user_id"]));
    }

    [Fact(Timeout = 60_000)]
    public async Task Members_of_a_room_on_both_replicas_see_the_same_messages_in_the_same_order()
    {
        const int each = 20;
        using var ada = await JoinRoomAsync(_a, "ada");
        using var bob = await JoinRoomAsync(_b, "bob");

        await Task.WhenAll(SayAsync(ada, "ada", each), SayAsync(bob, "bob", each));

        // Ada also sees Bob come.
        var heard = await Task.WhenAll(ada.ResponseStream.ReadAsync(1 + (2 * each)), bob.ResponseStream.ReadAsync(2 * each));
        Assert.Equal(heard[0].Skip(1), heard[1]);
        Assert.Equal(2 * each, heard[1].Select(message => (message.UserId, message.Content)).Distinct().Count());
    }

    [Fact(Timeout = 60_000)]
    public async Task Edits_made_on_both_replicas_converge()
    {
        const int each = 20;
        using var ada = await JoinDocumentAsync(_a, "ada");
        using var bob = await JoinDocumentAsync(_b, "bob");

        // Each writes at the beginning of what was empty when it joined: all edits are concurrent.
        await Task.WhenAll(InsertAsync(ada, "ada", each), InsertAsync(bob, "bob", each));
        var texts = await Task.WhenAll(TextAsync(ada, 2 * each), TextAsync(bob, 2 * each));

        Assert.Equal(texts[0], texts[1]);
        Assert.Equal((each, each), (texts[0].Count(letter => letter == 'a'), texts[0].Count(letter => letter == 'b')));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_job_that_one_replica_started_is_waited_for_on_the_other()
    {
        var started = await new BatchJobService.BatchJobServiceClient(_a).ProcessBatchAsync(Batch(50));

        var ended = await new Operations.OperationsClient(_b).WaitOperationAsync(new WaitOperationRequest { Name = started.Name });

        Assert.True(ended.Done);
        Assert.Equal(50, ended.Response.Unpack<BatchResult>().Items.Count);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_job_of_a_replica_that_went_silent_goes_on_elsewhere_and_what_it_says_late_is_not_stored()
    {
        var request = Batch(3);
        var silent = new OperationRecord
        {
            Request = request.ToByteArray(),
            TotalItems = request.Items.Count,
            Fence = 1,
            LeaseEnd = DateTime.UtcNow + Lease.Length,
        };
        await AddAsync(silent);

        var ended = await new Operations.OperationsClient(_b).WaitOperationAsync(new WaitOperationRequest { Name = silent.Name });
        silent.Status = StatusCode.Internal;
        var stored = await _showcase.App.Services.GetRequiredService<OperationStore>().TrySaveProgressAsync(silent, TestContext.Current.CancellationToken);

        Assert.False(stored);
        Assert.Equal(3, ended.Response.Unpack<BatchResult>().Items.Count);
        Assert.Equal(ended, await new Operations.OperationsClient(_a).GetOperationAsync(new GetOperationRequest { Name = silent.Name }));
    }

    [Fact(Timeout = 60_000)]
    public async Task Players_on_both_replicas_play_one_game()
    {
        using var ada = await PlayAsync(_a, "ada");
        using var bob = await PlayAsync(_b, "bob");
        await NextAsync(ada, state => state.Players.Any(player => player.PlayerId == "bob"));

        await ada.RequestStream.WriteAsync(new GameAction { PlayerId = "ada", GameId = "both", ActionType = "leave" });

        await NextAsync(bob, state => state.LeftPlayerIds.Contains("ada"));
    }

    [Fact(Timeout = 60_000)]
    public async Task An_upload_that_one_replica_works_on_is_refused_by_the_other_and_goes_on_there_later()
    {
        var (first, second) = (new UploadService.UploadServiceClient(_a), new UploadService.UploadServiceClient(_b));
        using var uploading = first.UploadImages();
        await uploading.RequestStream.WriteAsync(Chunk(0));
        while (await Calls.StatusOfAsync(() => second.GetUploadAsync(new GetUploadRequest { UploadId = "shared" }).ResponseAsync) == StatusCode.NotFound)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        }

        using var refused = second.UploadImages();
        Assert.Equal(StatusCode.Aborted, await StatusAfterAsync(refused, Chunk(1)));

        // Breaks off, because the next chunk is number 1.
        Assert.Equal(StatusCode.InvalidArgument, await StatusAfterAsync(uploading, Chunk(7)));
        using var goesOn = second.UploadImages();
        await goesOn.RequestStream.WriteAsync(Chunk(1));
        await goesOn.RequestStream.CompleteAsync();
        Assert.Equal(6, Assert.Single((await goesOn).Images).SizeBytes);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_game_goes_on_in_another_replica_where_the_world_was_stored()
    {
        var options = await _showcase.OptionsAsync("games");
        PlayerState before;
        await using (var first = await ShowcaseHost.StartAsync(options))
        {
            using var channel = GrpcChannel.ForAddress(first.Address());
            using var playing = new GameService.GameServiceClient(channel).PlayGame();
            before = (await JoinGameAsync(playing, "ada")).Players.Single();
            await playing.RequestStream.CompleteAsync();
            await playing.ResponseStream.ReadToEndAsync();
        }

        await using var second = await ShowcaseHost.StartAsync(options);
        using var again = GrpcChannel.ForAddress(second.Address());
        using var back = new GameService.GameServiceClient(again).PlayGame();
        Assert.Equal(before, (await JoinGameAsync(back, "ada")).Players.Single());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_game_of_a_replica_that_died_is_UNAVAILABLE_until_its_lease_ends()
    {
        var game = new GameRecord { Id = "orphan", Owner = "http://127.0.0.1:1/", Fence = 1, LeaseEnd = DateTime.UtcNow + TimeSpan.FromHours(1) };
        await AddAsync(game);

        using var early = new GameService.GameServiceClient(_b).PlayGame();
        var refused = await Assert.ThrowsAsync<RpcException>(() => JoinGameAsync(early, "ada", game.Id));
        Assert.Equal((StatusCode.Unavailable, "GAME_MOVED"), (refused.StatusCode, refused.GetErrorInfo()?.Reason));
        Assert.NotNull(refused.GetRetryDelay());

        await EndLeaseAsync<GameRecord>(orphan => orphan.Id == game.Id);
        using var later = new GameService.GameServiceClient(_b).PlayGame();
        Assert.Equal("ada", (await JoinGameAsync(later, "ada", game.Id)).Players.Single().PlayerId);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_upload_of_a_replica_that_died_goes_on_from_what_it_stored()
    {
        var partial = Directory.CreateDirectory(Path.Combine(Path.ChangeExtension(_showcase.DatabasePath, ".uploads"), "partial"));
        var path = Path.Combine(partial.FullName, "orphan");
        // More than the state knows of.
        await File.WriteAllBytesAsync(path, [1, 2, 3, 9, 9]);
        await AddAsync(new UploadRecord
        {
            Id = "orphan",
            Filename = "orphan.png",
            PartialPath = path,
            NextChunk = 1,
            ReceivedBytes = 3,
            Fence = 1,
            LeaseEnd = DateTime.UtcNow + TimeSpan.FromHours(1),
        });
        var (client, next) = (new UploadService.UploadServiceClient(_b), new ImageChunk(Chunk(1)) { UploadId = "orphan", Filename = "orphan.png" });

        using var early = client.UploadImages();
        Assert.Equal(StatusCode.Aborted, await StatusAfterAsync(early, next));

        await EndLeaseAsync<UploadRecord>(upload => upload.Id == "orphan");
        using var later = client.UploadImages();
        await later.RequestStream.WriteAsync(next);
        await later.RequestStream.CompleteAsync();
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData([1, 2, 3, 1, 2, 3])), Assert.Single((await later).Images).Sha256);
        Assert.False(File.Exists(path));
    }

    private async Task AddAsync(object record)
    {
        await using var db = await _showcase.App.Services.GetRequiredService<IDbContextFactory<ShowcaseDb>>().CreateDbContextAsync();
        db.Add(record);
        await db.SaveChangesAsync();
    }

    // What time does by itself.
    private async Task EndLeaseAsync<T>(Expression<Func<T, bool>> which)
        where T : class, ILeased
    {
        await using var db = await _showcase.App.Services.GetRequiredService<IDbContextFactory<ShowcaseDb>>().CreateDbContextAsync();
        Assert.Equal(1, await db.Set<T>().Where(which).ExecuteUpdateAsync(set => set.SetProperty(leased => leased.LeaseEnd, DateTime.UtcNow)));
    }

    private static BatchRequest Batch(int count)
    {
        var request = new BatchRequest();
        request.Items.AddRange(Enumerable.Range(0, count).Select(i => new BatchRequest.Types.Item { Id = $"{i}", Payload = ByteString.CopyFromUtf8($"payload {i}") }));
        return request;
    }

    private static async Task<AsyncDuplexStreamingCall<ChatMessage, ChatMessage>> JoinRoomAsync(ChannelBase replica, string user)
    {
        var call = new ChatService.ChatServiceClient(replica).Chat();
        await call.RequestStream.WriteAsync(new ChatMessage { UserId = user, RoomId = "both", Kind = ChatMessage.Types.Kind.Join });
        Assert.Equal(user, Assert.Single(await call.ResponseStream.ReadAsync(1)).UserId);
        return call;
    }

    private static async Task SayAsync(AsyncDuplexStreamingCall<ChatMessage, ChatMessage> call, string user, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await call.RequestStream.WriteAsync(new ChatMessage { UserId = user, RoomId = "both", Kind = ChatMessage.Types.Kind.Message, Content = $"{i}" });
        }
    }

    private static async Task<AsyncDuplexStreamingCall<DocumentEdit, DocumentEdit>> JoinDocumentAsync(ChannelBase replica, string user)
    {
        var call = new CollaborationService.CollaborationServiceClient(replica).Collaborate();
        await call.RequestStream.WriteAsync(new DocumentEdit { DocumentId = "both", UserId = user, Operation = DocumentEdit.Types.Operation.Join });
        Assert.Equal("", Assert.Single(await call.ResponseStream.ReadAsync(1)).Content);
        return call;
    }

    private static async Task InsertAsync(AsyncDuplexStreamingCall<DocumentEdit, DocumentEdit> call, string user, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await call.RequestStream.WriteAsync(new DocumentEdit
            {
                DocumentId = "both",
                UserId = user,
                Operation = DocumentEdit.Types.Operation.Insert,
                Content = user[..1],
                EditId = $"{user}-{i}",
            });
        }
    }

    private static async Task<string> TextAsync(AsyncDuplexStreamingCall<DocumentEdit, DocumentEdit> call, int edits) =>
        (await call.ResponseStream.ReadAsync(edits)).Aggregate("", (text, edit) => text[..edit.Position] + edit.Content + text[(edit.Position + edit.Length)..]);

    private static async Task<AsyncDuplexStreamingCall<GameAction, GameState>> PlayAsync(ChannelBase replica, string player)
    {
        var call = new GameService.GameServiceClient(replica).PlayGame();
        await JoinGameAsync(call, player);
        return call;
    }

    private static async Task<GameState> JoinGameAsync(AsyncDuplexStreamingCall<GameAction, GameState> call, string player, string game = "both")
    {
        await call.RequestStream.WriteAsync(new GameAction { PlayerId = player, GameId = game, ActionType = "join" });
        var state = Assert.Single(await call.ResponseStream.ReadAsync(1));
        Assert.True(state.Full);
        return state;
    }

    private static async Task NextAsync(AsyncDuplexStreamingCall<GameAction, GameState> call, Predicate<GameState> wanted)
    {
        while (!wanted(Assert.Single(await call.ResponseStream.ReadAsync(1))))
        {
        }
    }

    private static async Task<StatusCode> StatusAfterAsync(AsyncClientStreamingCall<ImageChunk, UploadSummary> call, ImageChunk chunk)
    {
        // The answer may be there before the write is over, which then fails.
        await Calls.StatusOfAsync(() => call.RequestStream.WriteAsync(chunk));
        return await Calls.StatusOfAsync(() => call.ResponseAsync);
    }

    private static ImageChunk Chunk(int number) => new() { UploadId = "shared", Filename = "shared.png", ChunkNumber = number, Data = ByteString.CopyFrom(1, 2, 3) };
}
