// The errors of the services: a status code together with the standard details of google.rpc that tell a program what
// is wrong (AIP-193), so that no client has to parse a message.

using Grpc.Core;
using GrpcSdk;

namespace Showcase.Errors;

/// <summary>A field of a request and what is wrong with it.</summary>
/// <param name="Field">Path of the field in the request, such as <c>user.email</c>.</param>
/// <param name="Description">What is wrong, and what would be right.</param>
internal readonly record struct Violation(string Field, string Description);

internal static class RpcErrors
{
    /// <summary>Domain of the ErrorInfo of every error.</summary>
    public const string Domain = "showcase.acme.example";

    /// <summary>INVALID_ARGUMENT with one BadRequest that names all wrong fields.</summary>
    public static RpcException Invalid(params IReadOnlyCollection<Violation> violations)
    {
        var fields = string.Join(", ", violations.Select(violation => violation.Field).Distinct());
        var error = New(StatusCode.InvalidArgument, $"The request is not valid: {fields}.", "INVALID_REQUEST");
        foreach (var (field, description) in violations)
        {
            error.AddFieldViolation(field, description);
        }

        return error.ToException();
    }

    /// <inheritdoc cref="Invalid(IReadOnlyCollection{Violation})"/>
    public static RpcException Invalid(string field, string description) => Invalid(new Violation(field, description));

    /// <summary>NOT_FOUND with the ResourceInfo of what is missing.</summary>
    public static RpcException NotFound(string resourceType, string resourceName) =>
        New(StatusCode.NotFound, $"There is no {resourceType} {resourceName}.", "NOT_FOUND")
            .SetResource(resourceType, resourceName, "It does not exist.")
            .ToException();

    /// <summary>ALREADY_EXISTS with the ResourceInfo of what is there.</summary>
    public static RpcException AlreadyExists(string resourceType, string resourceName) =>
        New(StatusCode.AlreadyExists, $"There already is a {resourceType} {resourceName}.", "ALREADY_EXISTS")
            .SetResource(resourceType, resourceName, "It already exists.")
            .ToException();

    /// <summary>ABORTED: the resource is no longer what the caller saw; read it again and repeat the change.</summary>
    public static RpcException Changed(string resourceType, string resourceName) =>
        New(StatusCode.Aborted, $"The {resourceType} {resourceName} was changed by somebody else.", "ETAG_MISMATCH")
            .SetResource(resourceType, resourceName, "Read it again and repeat the change.")
            .ToException();

    /// <summary>RESOURCE_EXHAUSTED with the QuotaFailure that names the limit.</summary>
    public static RpcException Exhausted(string subject, string description) =>
        New(StatusCode.ResourceExhausted, description, "LIMIT_EXCEEDED").AddQuotaViolation(subject, description).ToException();

    /// <summary>FAILED_PRECONDITION with the PreconditionFailure that must be resolved first.</summary>
    public static RpcException Precondition(string type, string subject, string description) =>
        New(StatusCode.FailedPrecondition, description, type).AddPreconditionViolation(type, subject, description).ToException();

    /// <summary>OUT_OF_RANGE: the position in the request is not, or no longer, one to go on from.</summary>
    public static RpcException OutOfRange(string field, string description) =>
        New(StatusCode.OutOfRange, description, "OUT_OF_RANGE").AddFieldViolation(field, description).ToException();

    /// <summary>An error of any code with an ErrorInfo, to add more details to.</summary>
    public static RpcError New(StatusCode code, string message, string reason) =>
        new RpcError(code, message).SetErrorInfo(reason, Domain);
}
