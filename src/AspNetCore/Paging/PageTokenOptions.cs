namespace GrpcSdk.AspNetCore.Paging;

/// <summary>One secret that page tokens are encrypted or signed with.</summary>
public sealed class PageTokenKey
{
    /// <summary>The shortest secret: 128 bits.</summary>
    private const int MinSecretBytes = 16;

    /// <summary>A secret under its number.</summary>
    /// <param name="id">0 to 127; tokens carry it, so that a key can be rotated while its tokens live.</param>
    /// <param name="secret">At least 16 bytes from a cryptographic source, the same in every replica.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is above 127.</exception>
    /// <exception cref="ArgumentException">The secret is shorter than 16 bytes.</exception>
    public PageTokenKey(byte id, ReadOnlySpan<byte> secret)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(id, 127);
        if (secret.Length < MinSecretBytes)
        {
            throw new ArgumentException($"A page token key needs a secret of at least {MinSecretBytes} bytes; this one has {secret.Length}.", nameof(secret));
        }

        Id = id;
        Secret = secret.ToArray();
    }

    /// <summary>The number that tokens carry.</summary>
    public byte Id { get; }

    internal byte[] Secret { get; }
}

/// <summary>How page tokens are made and how long they live.</summary>
public sealed class PageTokenOptions
{
    /// <summary>
    /// The keys. The first one makes tokens; all of them are accepted. To rotate, put the new key first and remove the old one
    /// once <see cref="Lifetime"/> has passed.
    /// </summary>
    public IList<PageTokenKey> Keys { get; } = [];

    /// <summary>How long a token is accepted; three days by default.</summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromDays(3);

    /// <summary>
    /// Whether the cursor inside the token is encrypted (AES-256-GCM); <see langword="true"/> by default, because a cursor
    /// holds what rows have in the columns of the order, such as the e-mail address of the last one. Without it the cursor is
    /// signed and readable, and the token is 16 characters shorter. Tokens of both kinds are accepted either way.
    /// </summary>
    public bool EncryptCursor { get; set; } = true;

    /// <summary>
    /// Longest token, in characters; 4,096 by default. Longer ones are refused unread, and never made: a longer cursor than
    /// <see cref="PageRequest.MaxCursorLength"/> is an error of the server.
    /// </summary>
    public int MaxTokenLength { get; set; } = 4096;

    /// <summary>
    /// The domain of the <c>google.rpc.ErrorInfo</c> that refused tokens and sizes carry; <c>grpcsdk</c> by default.
    /// </summary>
    public string ErrorDomain { get; set; } = "grpcsdk";

    /// <summary>The clock; the system's by default.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}
