// CollaborationService: concurrent editors converge, over the wire.

using Acme.Collaboration.V1;
using Grpc.Core;
using Showcase.Tests.Support;
using static Acme.Collaboration.V1.DocumentEdit.Types;

namespace Showcase.Tests.Collaboration;

public class CollaborationServiceTests(RunningShowcase showcase) : IClassFixture<RunningShowcase>
{
    private readonly CollaborationService.CollaborationServiceClient _client = new(showcase.Calls);

    [Theory(Timeout = 300_000)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Editors_that_edit_at_random_and_at_once_end_with_the_same_text(int seed)
    {
        const int editors = 4;
        const int editsEach = 25;
        var document = $"random-{seed}";
        var all = await Task.WhenAll(Enumerable.Range(0, editors).Select(i => Editor.JoinAsync(_client, document, $"editor{i}")));

        await Task.WhenAll(all.Select((editor, i) => editor.EditAtRandomAsync(new Random((seed * 100) + i), editsEach)));
        await Task.WhenAll(all.Select(editor => editor.EndAsync()));

        // Whoever ended early catches up, as after a reconnect.
        var texts = new List<string>();
        foreach (var editor in all)
        {
            texts.Add(await editor.CatchUpAsync(_client));
        }

        var fresh = await Editor.JoinAsync(_client, document, "reader");
        await fresh.EndAsync();
        Assert.All(texts, text => Assert.Equal(fresh.Text, text));
        Assert.All(all, editor => Assert.Equal(editsEach, editor.Acknowledged));
    }

    [Fact(Timeout = 300_000)]
    public async Task An_edit_that_is_sent_again_after_a_reconnect_is_applied_once()
    {
        var editor = await Editor.JoinAsync(_client, "again", "ada");
        var edit = Edit("again", "ada", Operation.Insert, 0, 0, "once", 0, "edit-1");
        await editor.SendAsync(edit);
        await editor.EndAsync();

        var back = await Editor.JoinAsync(_client, "again", "ada");
        await back.SendAsync(edit);
        await back.EndAsync();

        var reader = await Editor.JoinAsync(_client, "again", "reader");
        await reader.EndAsync();
        Assert.Equal("once", reader.Text);
    }

    [Fact(Timeout = 300_000)]
    public async Task Mistakes_end_the_stream_with_the_status_that_fits()
    {
        var join = Edit("mistakes", "ada", Operation.Join, 0, 0, "", 0);
        var smile = Edit("mistakes", "ada", Operation.Insert, 0, 0, "😀", 0);
        Assert.Equal(StatusCode.OK, await StatusAfterAsync(join, smile));
        Assert.Equal(StatusCode.InvalidArgument, await StatusAfterAsync(smile));
        Assert.Equal(StatusCode.InvalidArgument, await StatusAfterAsync(join, join));
        Assert.Equal(StatusCode.InvalidArgument, await StatusAfterAsync(join, Edit("mistakes", "eve", Operation.Insert, 0, 0, "x", 1)));
        Assert.Equal(StatusCode.InvalidArgument, await StatusAfterAsync(join, Edit("mistakes", "ada", Operation.Unspecified, 0, 0, "x", 1)));
        Assert.Equal(StatusCode.InvalidArgument, await StatusAfterAsync(join, Edit("mistakes", "ada", Operation.Insert, 3, 0, "x", 1)));
        Assert.Equal(StatusCode.InvalidArgument, await StatusAfterAsync(join, Edit("mistakes", "ada", Operation.Delete, 1, 5, "", 1)));
        Assert.Equal(StatusCode.InvalidArgument, await StatusAfterAsync(join, Edit("mistakes", "ada", Operation.Delete, 0, int.MaxValue, "", 1)));
        Assert.Equal(StatusCode.InvalidArgument, await StatusAfterAsync(join, Edit("mistakes", "ada", Operation.Insert, 1, 0, "inside the pair", 1)));
        Assert.Equal(StatusCode.OutOfRange, await StatusAfterAsync(join, Edit("mistakes", "ada", Operation.Insert, 0, 0, "x", 77)));
        Assert.Equal(StatusCode.OutOfRange, await StatusAfterAsync(Edit("mistakes", "ada", Operation.Join, 0, 0, "", 77)));
    }

    private async Task<StatusCode> StatusAfterAsync(params DocumentEdit[] edits)
    {
        using var call = _client.Collaborate();
        foreach (var edit in edits)
        {
            await call.RequestStream.WriteAsync(edit);
        }

        await call.RequestStream.CompleteAsync();
        return await Calls.StatusOfAsync(() => call.ResponseStream.ReadToEndAsync());
    }

    private static DocumentEdit Edit(string document, string user, Operation operation, int position, int length, string content, long revision, string editId = "") => new()
    {
        DocumentId = document,
        UserId = user,
        Operation = operation,
        Position = position,
        Length = length,
        Content = content,
        Revision = revision,
        EditId = editId,
    };

    /// <summary>What a client is: it applies what the server says, in order, and edits what it sees.</summary>
    private sealed class Editor(AsyncDuplexStreamingCall<DocumentEdit, DocumentEdit> call, string document, string user)
    {
        private readonly Lock _lock = new();
        private readonly HashSet<string> _acknowledged = [];
        private Task _receiving = Task.CompletedTask;

        public string Text { get; private set; } = "";

        public long Revision { get; private set; }

        public int Acknowledged => _acknowledged.Count;

        public static async Task<Editor> JoinAsync(CollaborationService.CollaborationServiceClient client, string document, string user, long revision = 0, string text = "")
        {
            var editor = new Editor(client.Collaborate(), document, user) { Text = text, Revision = revision };
            await editor.SendAsync(Edit(document, user, Operation.Join, 0, 0, "", revision));
            if (revision == 0)
            {
                editor.Apply(Assert.Single(await editor.Call.ResponseStream.ReadAsync(1)));
            }

            editor._receiving = editor.ReceiveAsync();
            return editor;
        }

        private AsyncDuplexStreamingCall<DocumentEdit, DocumentEdit> Call => call;

        public Task SendAsync(DocumentEdit edit) => call.RequestStream.WriteAsync(edit);

        public async Task EditAtRandomAsync(Random random, int count)
        {
            for (var i = 0; i < count; i++)
            {
                await SendAsync(RandomEdit(random, $"{user}-{i}"));
            }
        }

        public async Task EndAsync()
        {
            await call.RequestStream.CompleteAsync();
            await _receiving;
            call.Dispose();
        }

        /// <summary>Joins again from the revision that it has; the server sends the rest.</summary>
        public async Task<string> CatchUpAsync(CollaborationService.CollaborationServiceClient client)
        {
            var (latest, _) = await LatestAsync(client);
            var again = await JoinAsync(client, document, user, Revision, Text);
            while (again.Revision < latest)
            {
                await Task.Yield();
            }

            await again.EndAsync();
            return again.Text;
        }

        private async Task<(long Revision, string Text)> LatestAsync(CollaborationService.CollaborationServiceClient client)
        {
            var reader = await JoinAsync(client, document, "latest");
            await reader.EndAsync();
            return (reader.Revision, reader.Text);
        }

        private DocumentEdit RandomEdit(Random random, string editId)
        {
            lock (_lock)
            {
                var position = random.Next(Text.Length + 1);
                var length = random.Next(Math.Min(Text.Length - position, 5) + 1);
                var operation = length == 0 ? Operation.Insert : random.Next(2) == 0 ? Operation.Delete : Operation.Update;
                var content = operation == Operation.Delete ? "" : $"{user[^1]}{random.Next(10)}";
                return Edit(document, user, operation, position, length, content, Revision, editId);
            }
        }

        private async Task ReceiveAsync()
        {
            while (await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken))
            {
                Apply(call.ResponseStream.Current);
            }
        }

        private void Apply(DocumentEdit edit)
        {
            lock (_lock)
            {
                Text = string.Concat(Text.AsSpan(0, edit.Position), edit.Content, Text.AsSpan(edit.Position + edit.Length));
                Revision = edit.Revision;
                if (edit.UserId == user && edit.EditId.Length > 0)
                {
                    _acknowledged.Add(edit.EditId);
                }
            }
        }
    }
}
