using Acme.Billing.V1;

namespace Acme.Billing;

/// <summary>What callers use.</summary>
/// <param name="client">The stub.</param>
public sealed class BillingFacade(BillingService.BillingServiceClient client)
{
    /// <summary>The first invoices.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<IReadOnlyList<string>> FirstAsync(CancellationToken cancellationToken)
    {
        var response = await client.ListInvoicesAsync(new ListInvoicesRequest { PageSize = 10 }, cancellationToken: cancellationToken).ConfigureAwait(false);
        return [.. response.Invoices.Select(invoice => invoice.Name)];
    }
}
