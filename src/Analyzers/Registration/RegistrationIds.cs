// The ids of the registration rules that read method bodies; GSDK4001 to GSDK4011 belong to the generator.
namespace GrpcSdk.Analyzers.Registration;

internal static class RegistrationIds
{
    public const string MappedByHand = "GSDK4012";
    public const string UnknownPolicy = "GSDK4013";
    public const string MissingMiddleware = "GSDK4014";
    public const string CaptiveInterceptor = "GSDK4015";
    public const string GlobalInterceptor = "GSDK4016";
    public const string UnmarkedService = "GSDK4017";
}
