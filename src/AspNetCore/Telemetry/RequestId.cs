using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace GrpcSdk.AspNetCore;

/// <summary>The id that joins what several processes log about one request.</summary>
internal static class RequestId
{
    internal const int MaxLength = 128;

    /// <summary>Takes a well-formed id from the caller or makes one, and returns it in the response headers.</summary>
    internal static string Establish(HttpContext context)
    {
        var offered = context.Request.Headers[RpcTelemetry.RequestIdKey];
        var id = offered.Count == 1 && IsValid(offered[0]) ? offered[0]! : ActivityTraceId.CreateRandom().ToHexString();
        context.Response.Headers[RpcTelemetry.RequestIdKey] = id;
        return id;
    }

    /// <summary>Short, and of letters, digits and <c>-_.:</c> only: it goes into logs and headers as it is.</summary>
    internal static bool IsValid(string? id)
    {
        if (id is null || id.Length is 0 or > MaxLength)
        {
            return false;
        }

        foreach (var c in id)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.' or ':'))
            {
                return false;
            }
        }

        return true;
    }
}
