namespace GrpcSdk.Paging;

/// <summary>
/// The server broke the contract of paginated lists (<see href="https://google.aip.dev/158">AIP-158</see>) in a way that
/// would never end: it returned a page token a second time, or too many empty pages in a row.
/// </summary>
public sealed class PagingProtocolException : Exception
{
    /// <summary>Makes the exception with its message.</summary>
    /// <param name="message">What the server did, in which method, and what to do.</param>
    public PagingProtocolException(string message)
        : base(message)
    {
    }
}
