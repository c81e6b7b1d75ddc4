// Between edits and the messages of acme.collaboration.v1.

using Acme.Collaboration.V1;
using Showcase.Errors;
using static Acme.Collaboration.V1.DocumentEdit.Types;

namespace Showcase.Collaboration;

internal static class EditMessages
{
    public static DocumentEdit ToMessage(this EditRecord edit) => new()
    {
        DocumentId = edit.DocumentId,
        UserId = edit.UserId,
        Position = edit.Position,
        Content = edit.Content,
        Operation = edit switch
        {
            { Content.Length: 0 } => Operation.Delete,
            { Length: 0 } => Operation.Insert,
            _ => Operation.Update,
        },
        Revision = edit.Revision,
        Length = edit.Length,
        EditId = edit.EditId,
    };

    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT: the fields do not fit the operation.</exception>
    public static TextEdit ToEdit(this DocumentEdit message) => message.Operation switch
    {
        Operation.Insert when message.Length == 0 => new TextEdit(message.Position, 0, message.Content),
        Operation.Insert => throw RpcErrors.Invalid("length", "An insertion replaces nothing; use OPERATION_UPDATE."),
        Operation.Delete when message.Content.Length == 0 => new TextEdit(message.Position, message.Length, ""),
        Operation.Delete => throw RpcErrors.Invalid("content", "A deletion inserts nothing; use OPERATION_UPDATE."),
        Operation.Update => new TextEdit(message.Position, message.Length, message.Content),
        Operation.Join => throw RpcErrors.Invalid("operation", "The stream has joined its document already."),
        _ => throw RpcErrors.Invalid("operation", "Insert, delete or update?"),
    };
}
