using GrpcSdk.Analyzers.Tests.Harness;
using GrpcSdk.Analyzers.Usage;

namespace GrpcSdk.Analyzers.Tests.Usage;

public class DroppedHeadersTests
{
    [Theory]
    [InlineData("var options = new CallOptions(deadline: DateTime.UtcNow.AddSeconds(5));\n[|options.Headers?.Add(\"a\", \"b\")|];\nawait client.SayHelloAsync(request, options);")]
    [InlineData("var options = new CallOptions().WithCancellationToken(token);\n[|options.Headers?.Add(new Metadata.Entry(\"a\", \"b\"))|];")]
    public Task Reports_a_header_for_options_without_headers(string statements) => Verify<DroppedHeadersRule>.Reports(Sources.Client(statements));

    [Fact]
    public Task Reports_a_header_for_options_that_may_have_none() => Verify<DroppedHeadersRule>.ReportsMessage(
        Interceptor("[|context.Options.Headers?.Add(\"authorization\", \"token\")|];\nreturn continuation(request, context);"),
        "'context.Options.Headers?.Add(\"authorization\", \"token\")' sends nothing when the call has no headers, and nobody notices: give the options new Metadata with WithHeaders");

    [Theory]
    [InlineData("var headers = new Metadata();\nvar options = new CallOptions(headers);\noptions.Headers?.Add(\"a\", \"b\");")]
    [InlineData("var options = new CallOptions().WithHeaders(new Metadata()).WithDeadline(DateTime.UtcNow);\noptions.Headers?.Add(\"a\", \"b\");")]
    [InlineData("var options = new CallOptions();\nif (options.Headers is null) { options = options.WithHeaders(new Metadata()); }\noptions.Headers?.Add(\"a\", \"b\");")]
    [InlineData("Metadata? headers = null;\nheaders?.Add(\"a\", \"b\");")]
    [InlineData("var options = new CallOptions();\nConsole.WriteLine(options.Headers?.Count);")]
    public Task Is_silent_where_there_are_headers_or_none_are_added(string statements) => Verify<DroppedHeadersRule>.Silent("#nullable enable\n" + Sources.Client(statements));

    [Fact]
    public Task Is_silent_on_an_interceptor_that_makes_headers() => Verify<DroppedHeadersRule>.Silent(Interceptor(
        "var headers = context.Options.Headers ?? new Metadata();\ncontext.Options.Headers?.Add(\"a\", \"b\");\nreturn continuation(request, new ClientInterceptorContext<TRequest, TResponse>(context.Method, context.Host, context.Options.WithHeaders(headers)));"));

    private static string Interceptor(string body) => $$"""
        public sealed class Token : Interceptor
        {
            public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
            {
                {{body}}
            }
        }
        """;
}
