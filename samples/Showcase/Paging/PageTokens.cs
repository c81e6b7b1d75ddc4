// Page tokens (AIP-158): opaque, encrypted, and good only for the method and the filter that they were made for.

using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Showcase.Errors;

namespace Showcase.Paging;

internal sealed class PageTokens(IDataProtectionProvider protection)
{
    /// <summary>The token of the page that follows an id.</summary>
    public string After(int id, string method, string filter) =>
        Protector(method, filter).Protect(id.ToString(CultureInfo.InvariantCulture));

    /// <summary>The id that the page follows; 0 when there is no token.</summary>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT: not our token, or that of another request.</exception>
    public int Read(string token, string method, string filter)
    {
        if (token.Length == 0)
        {
            return 0;
        }

        try
        {
            return int.Parse(Protector(method, filter).Unprotect(token), CultureInfo.InvariantCulture);
        }
        catch (CryptographicException)
        {
            throw RpcErrors.Invalid("page_token", "The token is not one of ours, or belongs to a request with another filter. Begin without one.");
        }
    }

    private IDataProtector Protector(string method, string filter) =>
        protection.CreateProtector("page-token", method, filter);
}
