// The errors of the services: a status code together with the standard details of google.rpc that tell a program what
// is wrong (AIP-193), so that no client has to parse a message.

using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;

namespace Showcase.Errors;

/// <summary>A field of a request and what is wrong with it.</summary>
/// <param name="Field">Path of the field in the request, such as <c>user.email</c>.</param>
/// <param name="Description">What is wrong, and what would be right.</param>
internal readonly record struct Violation(string Field, string Description);

internal static class RpcErrors
{
    /// <summary>Domain of the <see cref="ErrorInfo"/> of every error.</summary>
    public const string Domain = "showcase.acme.example";

    /// <summary>INVALID_ARGUMENT with one <see cref="BadRequest"/> that names all wrong fields.</summary>
    public static RpcException Invalid(params IEnumerable<Violation> violations)
    {
        var badRequest = new BadRequest();
        foreach (var (field, description) in violations)
        {
            badRequest.FieldViolations.Add(new BadRequest.Types.FieldViolation { Field = field, Description = description });
        }

        var fields = string.Join(", ", badRequest.FieldViolations.Select(violation => violation.Field).Distinct());
        return Error(Code.InvalidArgument, $"The request is not valid: {fields}.", "INVALID_REQUEST", badRequest);
    }

    /// <inheritdoc cref="Invalid(IEnumerable{Violation})"/>
    public static RpcException Invalid(string field, string description) => Invalid(new Violation(field, description));

    /// <summary>NOT_FOUND with the <see cref="ResourceInfo"/> of what is missing.</summary>
    public static RpcException NotFound(string resourceType, string resourceName) =>
        Error(Code.NotFound, $"There is no {resourceType} {resourceName}.", "NOT_FOUND", Resource(resourceType, resourceName, "It does not exist."));

    /// <summary>ALREADY_EXISTS with the <see cref="ResourceInfo"/> of what is there.</summary>
    public static RpcException AlreadyExists(string resourceType, string resourceName) =>
        Error(Code.AlreadyExists, $"There already is a {resourceType} {resourceName}.", "ALREADY_EXISTS", Resource(resourceType, resourceName, "It already exists."));

    /// <summary>ABORTED: the resource is no longer what the caller saw; read it again and repeat the change.</summary>
    public static RpcException Changed(string resourceType, string resourceName) =>
        Error(Code.Aborted, $"The {resourceType} {resourceName} was changed by somebody else.", "ETAG_MISMATCH", Resource(resourceType, resourceName, "Read it again and repeat the change."));

    /// <summary>RESOURCE_EXHAUSTED with the <see cref="QuotaFailure"/> that names the limit.</summary>
    public static RpcException Exhausted(string subject, string description) =>
        Error(
            Code.ResourceExhausted,
            description,
            "LIMIT_EXCEEDED",
            new QuotaFailure { Violations = { new QuotaFailure.Types.Violation { Subject = subject, Description = description } } });

    /// <summary>FAILED_PRECONDITION with the <see cref="PreconditionFailure"/> that must be resolved first.</summary>
    public static RpcException Precondition(string type, string subject, string description) =>
        Error(
            Code.FailedPrecondition,
            description,
            type,
            new PreconditionFailure { Violations = { new PreconditionFailure.Types.Violation { Type = type, Subject = subject, Description = description } } });

    /// <summary>An error of any code with an <see cref="ErrorInfo"/> and further details.</summary>
    public static RpcException Error(Code code, string message, string reason, params ReadOnlySpan<IMessage> details)
    {
        var status = new Google.Rpc.Status { Code = (int)code, Message = message };
        status.Details.Add(Any.Pack(new ErrorInfo { Domain = Domain, Reason = reason }));
        foreach (var detail in details)
        {
            status.Details.Add(Any.Pack(detail));
        }

        return status.ToRpcException();
    }

    private static ResourceInfo Resource(string type, string name, string description) =>
        new() { ResourceType = type, ResourceName = name, Description = description };
}
