namespace GrpcSdk.AspNetCore;

/// <summary>Collects what is wrong with one message.</summary>
public sealed class FieldViolations
{
    // Made with the first violation: most messages have none.
    private List<(string Field, string Description)>? _items;

    /// <summary>How many were added.</summary>
    public int Count => _items?.Count ?? 0;

    /// <summary>Adds a violation.</summary>
    /// <param name="field">The path of the field as in the .proto file, for example <c>user.emails[2].address</c>.</param>
    /// <param name="description">Why the value is bad. It is sent to the caller: do not repeat secret values.</param>
    public void Add(string field, string description) => (_items ??= []).Add((field, description));

    /// <summary>Adds a violation unless a condition holds.</summary>
    /// <param name="condition">What must be true.</param>
    /// <param name="field">The path of the field.</param>
    /// <param name="description">Why the value is bad.</param>
    public void Require(bool condition, string field, string description)
    {
        if (!condition)
        {
            Add(field, description);
        }
    }

    internal RpcError ToError()
    {
        var error = new RpcError(Grpc.Core.StatusCode.InvalidArgument, "The request is not valid.");
        foreach (var (field, description) in _items ?? [])
        {
            error.AddFieldViolation(field, description);
        }

        return error;
    }
}
