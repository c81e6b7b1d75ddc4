using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Net.Client.Balancer;
using Microsoft.Extensions.Options;

namespace GrpcSdk.Client;

/// <summary>Refuses settings of a client that gRPC would ignore, cap or stumble over later, all at once and by their names.</summary>
internal sealed class GrpcClientOptionsValidator(string client, ServiceDescriptor? service, IEnumerable<ResolverFactory> resolvers) : IValidateOptions<GrpcClientOptions>
{
    public ValidateOptionsResult Validate(string? name, GrpcClientOptions options)
    {
        if (name != client)
        {
            return ValidateOptionsResult.Skip;
        }

        var problems = new List<(string Setting, string? Problem)>
        {
            (nameof(options.Address), AddressProblem(options.Address)),
            (nameof(options.Deadline), Positive(options.Deadline)),
            (nameof(options.StreamDeadline), Positive(options.StreamDeadline)),
            (nameof(options.PerTryTimeout), PerTryTimeoutProblem(options)),
        };
        problems.AddRange(RetryProblems(options.Retry).Select(p => ($"{nameof(options.Retry)}:{p.Setting}", p.Problem)));
        var failures = problems
            .Where(p => p.Problem is not null)
            .Select(p => $"{GrpcClientOptions.SectionName}:{client}:{p.Setting} {p.Problem}.")
            .ToList();
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private string? AddressProblem(string? address)
    {
        if (string.IsNullOrWhiteSpace(address))
        {
            return "is not set; write a URI such as https://localhost:5001";
        }

        if (!address.Contains("://", StringComparison.Ordinal))
        {
            return $"is '{address}', which has no scheme; write https://{address}, http://{address} (without TLS) or dns:///{address} (every address of the name)";
        }

        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri))
        {
            return $"is '{address}', which is no URI; write one such as https://localhost:5001";
        }

        string[] known = ["http", "https", "dns", .. resolvers.Select(resolver => resolver.Name)];
        return known.Contains(uri.Scheme, StringComparer.OrdinalIgnoreCase)
            ? null
            : $"is '{address}', but nothing resolves the scheme '{uri.Scheme}': there are {string.Join(", ", known.Distinct())}; add a resolver such as AddGrpcStaticResolver";
    }

    private string? PerTryTimeoutProblem(GrpcClientOptions options)
    {
        if (options.PerTryTimeout is null || Positive(options.PerTryTimeout) is not null)
        {
            return Positive(options.PerTryTimeout);
        }

        if (service is not null && service.Methods.All(method => method.IsClientStreaming || method.IsServerStreaming))
        {
            return $"is for unary calls, and {service.FullName} has streams only; take it off";
        }

        return options.PerTryTimeout >= options.Deadline
            ? $"is {options.PerTryTimeout}, which a call with the Deadline of {options.Deadline} never reaches"
            : null;
    }

    private static string? Positive(TimeSpan? timeout) => timeout <= TimeSpan.Zero ? $"is {timeout}; it must be longer than zero" : null;

    private IEnumerable<(string Setting, string? Problem)> RetryProblems(GrpcRetryOptions retry)
    {
        yield return (nameof(retry.MaxAttempts), retry switch
        {
            { MaxAttempts: < 0 or > GrpcRetryOptions.MostAttempts } => $"is {retry.MaxAttempts}; it must be 0 to {GrpcRetryOptions.MostAttempts}",
            { MaxAttempts: 0, Methods.Count: > 0 } or { MaxAttempts: 0, StatusCodes.Count: > 0 } => "is not set, so that nothing is retried; set it to 2 or more, or to 1 for no retries",
            _ => null,
        });
        if (!retry.IsOn)
        {
            yield break;
        }

        yield return (nameof(retry.InitialBackoff), retry.InitialBackoff > TimeSpan.Zero ? null : "must be greater than zero");
        yield return (nameof(retry.MaxBackoff), retry.MaxBackoff >= retry.InitialBackoff ? null : "must not be less than InitialBackoff");
        yield return (nameof(retry.BackoffMultiplier), retry.BackoffMultiplier > 0 ? null : "must be greater than zero");
        yield return (nameof(retry.StatusCodes), retry.StatusCodes.Contains(StatusCode.OK) ? "must not contain OK" : null);
        foreach (var (method, index) in retry.Methods.Select((method, index) => (method, index)))
        {
            yield return ($"{nameof(retry.Methods)}:{index}", MethodProblem(method));
        }
    }

    private string? MethodProblem(string name)
    {
        var method = ServiceConfigBuilder.Parse(name);
        if (string.IsNullOrEmpty(method.Service) || method.Method is "")
        {
            return $"is '{name}'; write package.Service/Method, or package.Service for all of its methods";
        }

        var matches = service is null
            || (method.Service == service.FullName && (method.Method is null || service.FindMethodByName(method.Method) is not null));
        return matches
            ? null
            : $"is '{name}', which matches nothing: the client calls {service!.FullName} with the methods {string.Join(", ", service.Methods.Select(m => m.Name))}";
    }
}
