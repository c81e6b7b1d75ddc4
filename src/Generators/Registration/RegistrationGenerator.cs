// The registration generator: AddGrpcSdkServices, MapGrpcSdkServices and AddGrpcSdkClients.
using System.Collections.Immutable;
using GrpcSdk.Generators.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GrpcSdk.Generators.Registration;

/// <summary>Registers and maps the services that are marked in source, and the clients that the assembly names.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class RegistrationGenerator : IIncrementalGenerator
{
    private const string Switch = "GrpcSdkRegistration";
    private const string ServerRuntime = "GrpcSdk.AspNetCore.GrpcServicePlan`1";
    private const string ClientRuntime = "GrpcSdk.Client.GrpcClientPlan";

    // Older compilers keep the name of the attribute for themselves.
    private static readonly bool CanEmbed = typeof(CSharpCompilation).Assembly.GetName().Version >= new Version(4, 14);

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var isOn = context.IsOn(Switch);
        var services = GenerateServices(context, isOn.Combine(context.CanSee(ServerRuntime)).Select(static (on, _) => on is (true, true)));
        var clients = GenerateClients(context, isOn.Combine(context.CanSee(ClientRuntime)).Select(static (on, _) => on is (true, true)));
        var isAnythingEmitted = services.Combine(clients)
            .Select(static (emitted, _) => emitted is not (false, false))
            .WithTrackingName("IsAnythingEmitted");
        context.RegisterSourceOutput(isAnythingEmitted, static (output, isEmitted) =>
        {
            if (isEmitted && CanEmbed)
            {
                output.AddSource(RegistrationEmitter.EmbeddedHint, RegistrationEmitter.EmitEmbedded());
            }
        });
    }

    private static IncrementalValueProvider<bool> GenerateServices(IncrementalGeneratorInitializationContext context, IncrementalValueProvider<bool> isOn)
    {
        var services = context.SyntaxProvider
            .ForAttributeWithMetadataName(ServiceParser.ServiceAttribute, static (node, _) => node is ClassDeclarationSyntax, ServiceParser.Parse)
            .WithTrackingName("Services")
            .Collect();

        var onAssembly = OnAssembly(
            context,
            ServiceParser.InterceptorAttribute,
            static (attribute, syntax, token) => InterceptorParser.ParseDeclaration(
                attribute, InterceptorLevel.Assembly, null, syntax.SemanticModel.Compilation, token),
            "AssemblyInterceptors");

        var stray = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                ServiceParser.InterceptorAttribute,
                static (node, _) => node is ClassDeclarationSyntax or MethodDeclarationSyntax,
                ServiceParser.ParseStray)
            .WithTrackingName("StrayInterceptors");

        var plan = services.Combine(onAssembly).Combine(isOn)
            .Select(static (input, _) => input.Right ? Plan(input.Left.Left, input.Left.Right) : null)
            .WithTrackingName("ServicePlans");

        var registration = plan.Select(static (plan, _) => plan?.Value is { Services.Count: > 0 } some ? some : null).WithTrackingName("ServerRegistration");
        context.RegisterSourceOutput(registration, static (output, registration) =>
        {
            if (registration is not null)
            {
                output.AddSource(RegistrationEmitter.ServicesHint, RegistrationEmitter.EmitServices(registration, CanEmbed));
            }
        });
        context.RegisterSourceOutput(plan.Select(static (plan, _) => plan?.Errors ?? EquatableArray<DiagnosticInfo>.Empty).WithTrackingName("ServerErrors"), Report);
        context.RegisterSourceOutput(
            stray.Combine(isOn).Select(static (input, _) => input.Right ? input.Left : EquatableArray<DiagnosticInfo>.Empty).WithTrackingName("StrayErrors"), Report);
        return registration.Select(static (registration, _) => registration is not null).WithTrackingName("HasServices");
    }

    private static IncrementalValueProvider<bool> GenerateClients(IncrementalGeneratorInitializationContext context, IncrementalValueProvider<bool> isOn)
    {
        var clients = OnAssembly(
            context,
            ClientParser.ClientAttribute,
            static (attribute, _, token) => ClientParser.Parse(attribute, token),
            "Clients");
        var ofAll = OnAssembly(context, ClientParser.InterceptorAttribute, ParseClientInterceptor, "ClientInterceptors");
        var ofOne = OnAssembly(context, ClientParser.InterceptorOfClientAttribute, ParseClientInterceptor, "InterceptorsOfOneClient");

        var plan = clients.Combine(ofAll).Combine(ofOne).Combine(isOn)
            .Select(static (input, _) => input.Right
                ? ToResult(PlanBuilder.ForClients(input.Left.Left.Left, input.Left.Left.Right.Concat(input.Left.Right).ToEquatableArray()))
                : null)
            .WithTrackingName("ClientPlans");

        var registration = plan.Select(static (plan, _) => plan?.Value is { Clients.Count: > 0 } some ? some : null).WithTrackingName("ClientRegistration");
        context.RegisterSourceOutput(registration, static (output, registration) =>
        {
            if (registration is not null)
            {
                output.AddSource(RegistrationEmitter.ClientsHint, RegistrationEmitter.EmitClients(registration, CanEmbed));
            }
        });
        context.RegisterSourceOutput(plan.Select(static (plan, _) => plan?.Errors ?? EquatableArray<DiagnosticInfo>.Empty).WithTrackingName("ClientErrors"), Report);
        return registration.Select(static (registration, _) => registration is not null).WithTrackingName("HasClients");
    }

    // Attributes of the assembly may stand in any file; each file gives its own.
    private static IncrementalValueProvider<EquatableArray<T>> OnAssembly<T>(
        IncrementalGeneratorInitializationContext context,
        string attribute,
        Func<AttributeData, GeneratorAttributeSyntaxContext, CancellationToken, T?> parse,
        string stepName)
        where T : class, IEquatable<T> =>
        context.SyntaxProvider
            .ForAttributeWithMetadataName(
                attribute,
                static (node, _) => node is CompilationUnitSyntax,
                (syntax, token) => syntax.Attributes.Select(data => parse(data, syntax, token)).OfType<T>().ToEquatableArray())
            .WithTrackingName(stepName)
            .Collect()
            .Select(static (files, _) => files.SelectMany(file => file).ToEquatableArray())
            .WithTrackingName($"All{stepName}");

    private static InterceptorDeclaration? ParseClientInterceptor(
        AttributeData attribute,
        GeneratorAttributeSyntaxContext syntax,
        CancellationToken cancellationToken) =>
        InterceptorParser.ParseDeclaration(attribute, InterceptorLevel.Assembly, null, syntax.SemanticModel.Compilation, cancellationToken);

    private static Result<ServerRegistration> Plan(
        ImmutableArray<Result<ServiceDeclaration>> services,
        EquatableArray<InterceptorDeclaration> onAssembly)
    {
        var (registration, errors) = PlanBuilder.ForServices(services.Select(service => service.Value).OfType<ServiceDeclaration>(), onAssembly);
        return new Result<ServerRegistration>(registration, services.SelectMany(service => service.Errors).Concat(errors).ToEquatableArray());
    }

    private static Result<ClientRegistration> ToResult((ClientRegistration Registration, EquatableArray<DiagnosticInfo> Errors) plan) =>
        new(plan.Registration, plan.Errors);

    private static void Report(SourceProductionContext output, EquatableArray<DiagnosticInfo> errors)
    {
        foreach (var error in errors)
        {
            output.ReportDiagnostic(error.ToDiagnostic());
        }
    }
}
