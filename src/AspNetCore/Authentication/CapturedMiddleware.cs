using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace GrpcSdk.AspNetCore;

/// <summary>Takes the middleware that a <c>Use…</c> method installs, so that it can be put where only some calls reach it.</summary>
internal sealed class CapturedMiddleware(IApplicationBuilder app) : IApplicationBuilder
{
    private readonly List<Func<RequestDelegate, RequestDelegate>> _components = [];

    public IServiceProvider ApplicationServices
    {
        get => app.ApplicationServices;
        set => app.ApplicationServices = value;
    }

    public IFeatureCollection ServerFeatures => app.ServerFeatures;

    // Shared, because Use… methods note here that they were called, and WebApplication then does not call them again.
    public IDictionary<string, object?> Properties => app.Properties;

    public IApplicationBuilder Use(Func<RequestDelegate, RequestDelegate> middleware)
    {
        _components.Add(middleware);
        return this;
    }

    public IApplicationBuilder New() => app.New();

    public RequestDelegate Build() => throw new NotSupportedException("What was captured is built in front of something: use Before.");

    /// <summary>What was captured, with <paramref name="next"/> behind it.</summary>
    internal RequestDelegate Before(RequestDelegate next) =>
        Enumerable.Reverse(_components).Aggregate(next, static (inner, component) => component(inner));
}
