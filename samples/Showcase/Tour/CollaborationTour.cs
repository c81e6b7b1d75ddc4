// Collaboration: two users edit the same place at once and end with the same text.

using Acme.Collaboration.V1;
using Grpc.Core;
using static Acme.Collaboration.V1.DocumentEdit.Types;

namespace Showcase.Tour;

internal static class CollaborationTour
{
    public static IEnumerable<TourStep> Steps { get; } =
    [
        new("collaboration", "Collaborate: concurrent edits of one text", ConvergeAsync),
    ];

    private const string Document = "tour";

    private static async Task<string> ConvergeAsync(TourContext tour, CancellationToken cancellationToken)
    {
        var client = new CollaborationService.CollaborationServiceClient(tour.Channel);
        using var ada = client.Collaborate(cancellationToken: cancellationToken);
        using var bob = client.Collaborate(cancellationToken: cancellationToken);
        await SendAsync(ada, "ada", Operation.Join, 0, 0, "", 0, cancellationToken);
        await SendAsync(ada, "ada", Operation.Insert, 0, 0, "the quick fox", 0, cancellationToken);
        var adasText = await ReadAsync(ada, "", 1, cancellationToken);
        await SendAsync(bob, "bob", Operation.Join, 0, 0, "", 0, cancellationToken);
        var bobsText = await ReadAsync(bob, "", 1, cancellationToken);
        Expect.Equal("the quick fox", bobsText, "what Bob finds");

        // Both from revision 1: neither knows of the other. The server moves Bob's edit over Ada's: his stretch is now
        // two, around her word, so that it leads to the revisions 3, 4 and 5.
        await SendAsync(ada, "ada", Operation.Insert, 10, 0, "brown ", 1, cancellationToken);
        adasText = await ReadAsync(ada, adasText, 2, cancellationToken);
        await SendAsync(bob, "bob", Operation.Update, 4, 9, "slow dog ", 1, cancellationToken);
        adasText = await ReadAsync(ada, adasText, 5, cancellationToken);
        bobsText = await ReadAsync(bob, bobsText, 5, cancellationToken);
        Expect.Equal("the slow dog brown ", adasText, "Ada's text");
        Expect.Equal(adasText, bobsText, "Bob's text");
        await Expect.StatusAsync(StatusCode.InvalidArgument, () => SendWrongAsync(client, cancellationToken));
        return $"both have '{adasText}': Bob replaced what Ada wrote into, and her word is still there";
    }

    private static async Task SendWrongAsync(CollaborationService.CollaborationServiceClient client, CancellationToken cancellationToken)
    {
        using var call = client.Collaborate(cancellationToken: cancellationToken);
        await SendAsync(call, "eve", Operation.Join, 0, 0, "", 0, cancellationToken);
        await SendAsync(call, "eve", Operation.Delete, 1000, 1, "", 1, cancellationToken);
        while (await call.ResponseStream.MoveNext(cancellationToken))
        {
        }
    }

    private static Task SendAsync(
        AsyncDuplexStreamingCall<DocumentEdit, DocumentEdit> call,
        string user,
        Operation operation,
        int position,
        int length,
        string content,
        long revision,
        CancellationToken cancellationToken) =>
        call.RequestStream.WriteAsync(
            new DocumentEdit
            {
                DocumentId = Document,
                UserId = user,
                Operation = operation,
                Position = position,
                Length = length,
                Content = content,
                Revision = revision,
            },
            cancellationToken);

    /// <summary>Applies the edits that come, up to a revision or the end of the stream.</summary>
    private static async Task<string> ReadAsync(
        AsyncDuplexStreamingCall<DocumentEdit, DocumentEdit> call,
        string text,
        long revision,
        CancellationToken cancellationToken)
    {
        while (await call.ResponseStream.MoveNext(cancellationToken))
        {
            var edit = call.ResponseStream.Current;
            text = string.Concat(text.AsSpan(0, edit.Position), edit.Content, text.AsSpan(edit.Position + edit.Length));
            if (edit.Revision >= revision)
            {
                break;
            }
        }

        return text;
    }
}
