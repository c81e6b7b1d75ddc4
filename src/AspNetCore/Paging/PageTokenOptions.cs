namespace GrpcSdk.AspNetCore.Paging;

/// <summary>One secret that page tokens are signed with.</summary>
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
    /// The keys. The first one signs; all of them are accepted. To rotate, put the new key first and remove the old one
    /// once <see cref="Lifetime"/> has passed.
    /// </summary>
    public IList<PageTokenKey> Keys { get; } = [];

    /// <summary>How long a token is accepted; three days by default.</summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromDays(3);

    /// <summary>
    /// Encrypts the cursor inside the token (AES-256-GCM), for cursors that clients must not read, such as another
    /// customer's e-mail address. Off by default: then it is signed but readable, and the token is 12 bytes shorter.
    /// </summary>
    public bool EncryptCursor { get; set; }

    /// <summary>Longest token that is looked at, in characters; 4,096 by default. Longer ones are refused unread.</summary>
    public int MaxTokenLength { get; set; } = 4096;

    /// <summary>
    /// The domain of the <c>google.rpc.ErrorInfo</c> that refused tokens and sizes carry; <c>grpcsdk</c> by default.
    /// </summary>
    public string ErrorDomain { get; set; } = "grpcsdk";

    /// <summary>The clock; the system's by default.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}
