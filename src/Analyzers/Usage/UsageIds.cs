// The ids of the usage rules. An id is never reused.
namespace GrpcSdk.Analyzers.Usage;

internal static class UsageIds
{
    public const string LocalDeadline = "GSDK3001";
    public const string UnawaitedContinuation = "GSDK3002";
    public const string MappingByDefinition = "GSDK3003";
    public const string DuplicateMapping = "GSDK3004";
    public const string RetryConfiguration = "GSDK3005";
    public const string DiscardedIntercept = "GSDK3006";
    public const string PartialInterceptor = "GSDK3007";
    public const string CaptiveDependency = "GSDK3008";
    public const string ExceptionLeak = "GSDK3009";
    public const string IgnoredToken = "GSDK3010";
    public const string UndisposedStreamingCall = "GSDK3011";
    public const string ConcurrentWrites = "GSDK3012";
    public const string MissingComplete = "GSDK3013";
    public const string WriteAfterComplete = "GSDK3014";
    public const string StreamAfterHandler = "GSDK3015";
    public const string MessageChangedAfterSend = "GSDK3016";
    public const string MutableServiceState = "GSDK3017";
    public const string ChannelPerCall = "GSDK3018";
    public const string UndisposedChannel = "GSDK3019";
    public const string HardCodedAddress = "GSDK3020";
    public const string InsecureCredentials = "GSDK3021";
    public const string ShutdownBlindStream = "GSDK3022";
    public const string DownstreamPassThrough = "GSDK3023";
    public const string SwallowedRpcException = "GSDK3024";
    public const string Blocking = "GSDK3025";
    public const string NoDeadline = "GSDK3026";
    public const string ForeignException = "GSDK3027";
    public const string NoAuthorization = "GSDK3028";
    public const string NoHealthChecks = "GSDK3029";
    public const string NoTelemetry = "GSDK3030";
    public const string RetryOfEverything = "GSDK3031";
    public const string TokenSourceDisposedEarly = "GSDK3032";
    public const string DroppedHeaders = "GSDK3033";
    public const string DroppedTask = "GSDK3034";
}
