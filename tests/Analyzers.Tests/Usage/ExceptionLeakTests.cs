using GrpcSdk.Analyzers.Tests.Harness;
using GrpcSdk.Analyzers.Usage;

namespace GrpcSdk.Analyzers.Tests.Usage;

public class ExceptionLeakTests
{
    [Theory]
    [InlineData("throw new RpcException(new Status(StatusCode.Internal, [|e.ToString()|]));")]
    [InlineData("throw new RpcException(new Status(StatusCode.Internal, [|\"Failed: \" + e|]));")]
    [InlineData("throw new RpcException(new Status(StatusCode.Internal, [|$\"Failed: {e}\"|], e));")]
    [InlineData("throw new RpcException(new Status(StatusCode.Internal, [|e.Message|]));")]
    [InlineData("throw new RpcException(new Status(StatusCode.Internal, [|$\"Failed: {e.InnerException!.Message}\"|]));")]
    [InlineData("throw new RpcException(new(StatusCode.Internal, [|string.Format(\"Failed: {0}\", e.StackTrace)|]));")]
    [InlineData("var detail = \"Failed: \" + e;\ncontext.Status = new Status(StatusCode.Internal, [|detail|]);\nthrow;")]
    public Task Reports_an_exception_in_the_detail(string statements) => Verify<ExceptionLeakRule>.Reports(Caught("Exception e", statements));

    [Theory]
    [InlineData("Exception e", "throw new RpcException(new Status(StatusCode.Internal, \"The order could not be saved.\", e));")]
    [InlineData("ArgumentException e", "throw new RpcException(new Status(StatusCode.InvalidArgument, e.Message));")]
    [InlineData("Exception e) when (e is ArgumentException", "throw new RpcException(new Status(StatusCode.InvalidArgument, e.Message));")]
    [InlineData("RpcException e", "throw new RpcException(new Status(e.StatusCode, e.Status.Detail));")]
    [InlineData("Exception e", "Console.WriteLine(\"Failed: \" + e);\nthrow;")]
    [InlineData("Exception e", "throw new InvalidOperationException(\"Failed: \" + e.Message, e);")]
    [InlineData("Exception e", "throw new RpcException(new Status(StatusCode.Internal, $\"Failed as {e.GetType().Name}.\"));")]
    public Task Is_silent_on_a_text_for_callers(string clause, string statements) => Verify<ExceptionLeakRule>.Silent(Caught(clause, statements));

    [Fact]
    public Task Is_silent_on_a_status_that_a_client_interceptor_makes() => Verify<ExceptionLeakRule>.Silent("""
        public sealed class Guard : Interceptor
        {
            public override TResponse BlockingUnaryCall<TRequest, TResponse>(TRequest request, ClientInterceptorContext<TRequest, TResponse> context, BlockingUnaryCallContinuation<TRequest, TResponse> continuation)
            {
                try
                {
                    return continuation(request, context);
                }
                catch (Exception e)
                {
                    throw new RpcException(new Status(StatusCode.Unavailable, e.Message));
                }
            }
        }
        """);

    [Theory]
    [InlineData("builder.Services.AddGrpc(options => [|options.EnableDetailedErrors = true|]);")]
    [InlineData("builder.Services.AddGrpc().AddServiceOptions<GreeterService>(options => { [|options.EnableDetailedErrors = true|]; });")]
    public Task Reports_detailed_errors_for_everyone(string statement) => Verify<ExceptionLeakRule>.Reports(Sources.Program(statement));

    [Theory]
    [InlineData("builder.Services.AddGrpc(options => options.EnableDetailedErrors = builder.Environment.IsDevelopment());")]
    [InlineData("builder.Services.AddGrpc(options =>\n{\n    if (builder.Environment.IsDevelopment())\n    {\n        options.EnableDetailedErrors = true;\n    }\n});")]
    [InlineData("builder.Services.AddGrpc(options => options.EnableDetailedErrors = false);")]
    [InlineData("builder.Services.AddGrpc(options =>\n{\n#if !RELEASE\n    options.EnableDetailedErrors = true;\n#endif\n});")]
    [InlineData("builder.Services.AddSignalR(options => options.EnableDetailedErrors = true);")]
    public Task Is_silent_on_detailed_errors_in_development(string statement) => Verify<ExceptionLeakRule>.Silent(Sources.Program(statement));

    private static string Caught(string clause, string statements) => Sources.Unary($$"""
        try
        {
            await catalog.FindAsync(request);
        }
        catch ({{clause}})
        {
            {{statements}}
        }
        """);
}
