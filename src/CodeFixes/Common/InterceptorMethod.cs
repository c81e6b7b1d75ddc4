// The methods of Grpc.Core.Interceptors.Interceptor, and how the code of the unary one becomes the code of another.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace GrpcSdk.CodeFixes.Common;

/// <summary>One kind of call: the method that intercepts it, what it returns and what its continuation takes before the context.</summary>
internal sealed record InterceptorMethod(string Name, string Unary, string ReturnType, string Continuation, params string[] Messages)
{
    private const string Server = "UnaryServerHandler";
    private const string Client = "AsyncUnaryCall";

    private static readonly InterceptorMethod[] All =
    [
        new("ClientStreamingServerHandler", Server, "Task<TResponse>", "ClientStreamingServerMethod", "IAsyncStreamReader<TRequest> requestStream"),
        new("ServerStreamingServerHandler", Server, "Task", "ServerStreamingServerMethod", "TRequest request", "IServerStreamWriter<TResponse> responseStream"),
        new("DuplexStreamingServerHandler", Server, "Task", "DuplexStreamingServerMethod", "IAsyncStreamReader<TRequest> requestStream", "IServerStreamWriter<TResponse> responseStream"),
        new("BlockingUnaryCall", Client, "TResponse", "BlockingUnaryCallContinuation", "TRequest request"),
        new("AsyncClientStreamingCall", Client, "AsyncClientStreamingCall<TRequest, TResponse>", "AsyncClientStreamingCallContinuation"),
        new("AsyncServerStreamingCall", Client, "AsyncServerStreamingCall<TResponse>", "AsyncServerStreamingCallContinuation", "TRequest request"),
        new("AsyncDuplexStreamingCall", Client, "AsyncDuplexStreamingCall<TRequest, TResponse>", "AsyncDuplexStreamingCallContinuation"),
    ];

    private bool IsServer => Unary == Server;

    private bool HasResult => ReturnType != "Task";

    public static InterceptorMethod Named(string name) => All.Single(method => method.Name == name);

    /// <summary>The override that does what not overriding does, but says so.</summary>
    /// <param name="task">How a task with a result is named there.</param>
    public MemberDeclarationSyntax PassingThrough(string task)
    {
        string[] arguments = [.. Messages.Select(NameOf), "context", "continuation"];
        return Member($"{Signature(task, "context", "continuation", "")} => base.{Name}({string.Join(", ", arguments)});");
    }

    /// <summary>The override with the code of the unary one, or null when that does not fit this kind of call.</summary>
    public MemberDeclarationSyntax? CopyOf(MethodDeclarationSyntax unary, string task)
    {
        if (unary.ParameterList.Parameters is not [var request, var context, var continuation] || TypeParameters(unary) != "TRequest,TResponse")
        {
            return null;
        }

        // A name of the body that the other kind's parameters have, too.
        var parameters = new HashSet<string>(Messages.Select(NameOf), StringComparer.Ordinal);
        if (Declared(unary).Any(parameters.Contains) || parameters.Contains(context.Identifier.ValueText) || parameters.Contains(continuation.Identifier.ValueText))
        {
            return null;
        }

        var names = unary.DescendantNodes().OfType<IdentifierNameSyntax>().ToArray();
        if (names.Where(name => name.Identifier.ValueText == continuation.Identifier.ValueText).ToArray() is not [{ Parent: InvocationExpressionSyntax { ArgumentList.Arguments: [var message, var passed] } call }] ||
            names.Where(name => name.Identifier.ValueText == request.Identifier.ValueText).Any(name => name.Parent != message) ||
            Outcome(call) is not { } outcome || (!HasResult && !OnlyReturns(unary, outcome)))
        {
            return null;
        }

        string[] arguments = [.. Messages.Select(NameOf), passed.ToString()];
        var invocation = $"{continuation.Identifier.ValueText}({string.Join(", ", arguments)})";
        var replaced = outcome switch
        {
            ReturnStatementSyntax statement when !HasResult && unary.Modifiers.Any(SyntaxKind.AsyncKeyword) => unary.ReplaceNode(statement, SyntaxFactory.ParseStatement($"await {invocation}{After(statement, call)};").WithTriviaFrom(statement)),
            _ => unary.ReplaceNode(call, invocation.AsExpression().WithTriviaFrom(call)),
        };
        var isAsync = unary.Modifiers.Any(SyntaxKind.AsyncKeyword) ? "async " : "";
        var body = replaced.Body?.ToString() ?? $"{replaced.ExpressionBody};";
        return Member($"{Signature(task, context.Identifier.ValueText, continuation.Identifier.ValueText, isAsync)} {body}");
    }

    /// <summary>The locals, functions and parameters of lambdas that the body declares.</summary>
    private static IEnumerable<string> Declared(MethodDeclarationSyntax method) => method.DescendantNodes().Select(node => node switch
    {
        VariableDeclaratorSyntax local => local.Identifier.ValueText,
        SingleVariableDesignationSyntax local => local.Identifier.ValueText,
        ForEachStatementSyntax loop => loop.Identifier.ValueText,
        CatchDeclarationSyntax caught => caught.Identifier.ValueText,
        LocalFunctionStatementSyntax function => function.Identifier.ValueText,
        ParameterSyntax parameter when parameter.Parent?.Parent != method => parameter.Identifier.ValueText,
        _ => "",
    });

    private string Signature(string task, string context, string continuation, string modifier)
    {
        var contextType = IsServer ? "ServerCallContext" : "ClientInterceptorContext<TRequest, TResponse>";
        string[] parameters = [.. Messages, $"{contextType} {context}", $"{Continuation}<TRequest, TResponse> {continuation}"];
        return $"public override {modifier}{(ReturnType.StartsWith("Task", StringComparison.Ordinal) ? task + ReturnType.Substring("Task".Length) : ReturnType)} {Name}<TRequest, TResponse>({string.Join(", ", parameters)})";
    }

    /// <summary>What the call ends in: a return, or the arrow of the whole method; null when its result is used.</summary>
    private static SyntaxNode? Outcome(ExpressionSyntax call)
    {
        SyntaxNode? parent = call.Parent;
        while (parent is AwaitExpressionSyntax or ParenthesizedExpressionSyntax || (parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" }) || (parent is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" } }))
        {
            parent = parent.Parent;
        }

        return parent is ReturnStatementSyntax or ArrowExpressionClauseSyntax { Parent: MethodDeclarationSyntax } ? parent : null;
    }

    /// <summary>A call without result leaves the method only by that statement, which is the last of its block.</summary>
    private static bool OnlyReturns(MethodDeclarationSyntax unary, SyntaxNode outcome) =>
        unary.DescendantNodes().OfType<ReturnStatementSyntax>().All(statement => statement == outcome) &&
        (outcome is not ReturnStatementSyntax { Parent: var parent } || parent is BlockSyntax { Parent: MethodDeclarationSyntax } || parent is BlockSyntax { Parent: TryStatementSyntax { Parent: BlockSyntax { Parent: MethodDeclarationSyntax } body } attempt } && body.Statements.Last() == attempt);

    /// <summary><c>.ConfigureAwait(false)</c>, where the unary method has it.</summary>
    private static string After(ReturnStatementSyntax statement, ExpressionSyntax call)
    {
        var awaited = statement.Expression is AwaitExpressionSyntax await ? await.Expression : statement.Expression!;
        return awaited.ToString().Substring(call.ToString().Length);
    }

    private static string TypeParameters(MethodDeclarationSyntax method) =>
        string.Join(",", method.TypeParameterList?.Parameters.Select(parameter => parameter.Identifier.ValueText) ?? []);

    private static string NameOf(string parameter) => parameter.Split(' ').Last();

    private static MemberDeclarationSyntax Member(string text) =>
        SyntaxFactory.ParseMemberDeclaration(text)!.WithAdditionalAnnotations(Formatter.Annotation);
}
