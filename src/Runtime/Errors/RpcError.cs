using Google.Protobuf;
using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;

namespace GrpcSdk;

/// <summary>
/// Builds an <see cref="RpcException"/> with the standard error details of <c>google.rpc</c>
/// (AIP-193, <c>google/rpc/error_details.proto</c>).
/// </summary>
/// <remarks>
/// The details travel in one HTTP/2 trailer, and proxies commonly refuse more than 8 KiB of trailers. The size is
/// therefore capped: when the details do not fit, <see cref="DebugInfo"/> is dropped first, then the other details from
/// the last added to the first. The message is cut at <see cref="MaxMessageLength"/> characters.
/// </remarks>
/// <example><code>throw new RpcError(StatusCode.InvalidArgument, "The user is not valid.")
///     .AddFieldViolation("email", "must contain @")
///     .ToException();</code></example>
public sealed class RpcError
{
    /// <summary>The most characters of a status message that are sent.</summary>
    public const int MaxMessageLength = 1024;

    /// <summary>The default of <see cref="MaxDetailsSize"/>, in bytes.</summary>
    public const int DefaultMaxDetailsSize = 4096;

    private readonly List<IMessage> _details = [];

    /// <summary>Starts an error.</summary>
    /// <param name="code">The status code. Not <see cref="StatusCode.OK"/>.</param>
    /// <param name="message">An English message for developers that holds nothing the caller may not see.</param>
    /// <exception cref="ArgumentException"><paramref name="code"/> is <see cref="StatusCode.OK"/>.</exception>
    public RpcError(StatusCode code, string message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (code == StatusCode.OK)
        {
            throw new ArgumentException("An error needs a status code other than OK.", nameof(code));
        }

        StatusCode = code;
        Message = message.Length <= MaxMessageLength ? message : CutAt(message, MaxMessageLength);
    }

    /// <summary>The status code.</summary>
    public StatusCode StatusCode { get; }

    /// <summary>The message, at most <see cref="MaxMessageLength"/> characters.</summary>
    public string Message { get; }

    /// <summary>The largest size of the serialised details, in bytes. Default 4096.</summary>
    public int MaxDetailsSize { get; set; } = DefaultMaxDetailsSize;

    /// <summary>Adds a violated field to the one <see cref="BadRequest"/> of this error.</summary>
    /// <param name="field">The path of the field, for example <c>user.emails[2].address</c>.</param>
    /// <param name="description">Why the value is bad.</param>
    public RpcError AddFieldViolation(string field, string description)
    {
        Single<BadRequest>().FieldViolations.Add(new BadRequest.Types.FieldViolation { Field = field, Description = description });
        return this;
    }

    /// <summary>Says the cause in a form that programs can act on.</summary>
    /// <param name="reason">An UPPER_SNAKE_CASE constant, unique in <paramref name="domain"/>.</param>
    /// <param name="domain">Who defines the reason, for example <c>users.example.com</c>.</param>
    /// <param name="metadata">Further facts, lowerCamelCase keys.</param>
    public RpcError SetErrorInfo(string reason, string domain, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var info = Single<ErrorInfo>();
        info.Reason = reason;
        info.Domain = domain;
        info.Metadata.Clear();
        foreach (var (key, value) in metadata ?? new Dictionary<string, string>())
        {
            info.Metadata.Add(key, value);
        }

        return this;
    }

    /// <summary>Says how long the client waits at least before it tries again.</summary>
    /// <param name="delay">The wait; not negative.</param>
    public RpcError SetRetryDelay(TimeSpan delay)
    {
        Single<RetryInfo>().RetryDelay = Duration.FromTimeSpan(delay < TimeSpan.Zero ? TimeSpan.Zero : delay);
        return this;
    }

    /// <summary>Adds an exceeded quota to the one <see cref="QuotaFailure"/> of this error.</summary>
    /// <param name="subject">Whose quota, for example <c>clientip:192.0.2.1</c>.</param>
    /// <param name="description">Which quota, and what to do.</param>
    public RpcError AddQuotaViolation(string subject, string description)
    {
        Single<QuotaFailure>().Violations.Add(new QuotaFailure.Types.Violation { Subject = subject, Description = description });
        return this;
    }

    /// <summary>Adds an unmet condition to the one <see cref="PreconditionFailure"/> of this error.</summary>
    /// <param name="type">The kind of condition, for example <c>TOS</c>.</param>
    /// <param name="subject">What it is about.</param>
    /// <param name="description">What the developer does to meet it.</param>
    public RpcError AddPreconditionViolation(string type, string subject, string description)
    {
        Single<PreconditionFailure>().Violations.Add(
            new PreconditionFailure.Types.Violation { Type = type, Subject = subject, Description = description });
        return this;
    }

    /// <summary>Names the resource that the error is about.</summary>
    /// <param name="resourceType">The type, for example <c>users.example.com/User</c>.</param>
    /// <param name="resourceName">The name or id.</param>
    /// <param name="description">What went wrong with it.</param>
    public RpcError SetResource(string resourceType, string resourceName, string description = "")
    {
        var info = Single<ResourceInfo>();
        (info.ResourceType, info.ResourceName, info.Description) = (resourceType, resourceName, description);
        return this;
    }

    /// <summary>Adds debugging facts. Never send them to callers outside your own organisation.</summary>
    /// <param name="detail">What happened.</param>
    /// <param name="stackEntries">The stack, innermost first.</param>
    public RpcError SetDebugInfo(string detail, IEnumerable<string>? stackEntries = null)
    {
        var info = Single<DebugInfo>();
        info.Detail = detail;
        info.StackEntries.Clear();
        info.StackEntries.AddRange(stackEntries ?? []);
        return this;
    }

    /// <summary>Adds any other detail message.</summary>
    /// <param name="detail">The message; the client must know its type.</param>
    public RpcError AddDetail(IMessage detail)
    {
        ArgumentNullException.ThrowIfNull(detail);
        _details.Add(detail);
        return this;
    }

    /// <summary>The error as the status message that goes over the wire, cut to <see cref="MaxDetailsSize"/>.</summary>
    public Google.Rpc.Status ToRpcStatus()
    {
        var status = new Google.Rpc.Status { Code = (int)StatusCode, Message = Message };
        foreach (var detail in _details)
        {
            status.Details.Add(Any.Pack(detail));
        }

        while (status.Details.Count > 0 && status.CalculateSize() > MaxDetailsSize)
        {
            status.Details.RemoveAt(LeastImportant(status.Details));
        }

        return status;
    }

    /// <summary>The error as an exception to throw from a handler or an interceptor.</summary>
    public RpcException ToException() => ToRpcStatus().ToRpcException();

    private static int LeastImportant(RepeatedField<Any> details)
    {
        for (var i = 0; i < details.Count; i++)
        {
            if (details[i].Is(DebugInfo.Descriptor))
            {
                return i;
            }
        }

        return details.Count - 1;
    }

    private TDetail Single<TDetail>()
        where TDetail : class, IMessage, new()
    {
        foreach (var detail in _details)
        {
            if (detail is TDetail existing)
            {
                return existing;
            }
        }

        var added = new TDetail();
        _details.Add(added);
        return added;
    }

    private static string CutAt(string text, int length) =>
        string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[length - 2]) ? length - 2 : length - 1), "…");
}
