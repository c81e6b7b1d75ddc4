using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using GrpcSdk.Paging;

namespace GrpcSdk.AspNetCore.Paging;

/// <summary>
/// Makes page tokens that clients cannot change, carry to another method, filter or order, or keep for ever
/// (<see href="https://google.aip.dev/158">AIP-158</see>: tokens are opaque). Stateless and thread-safe; every replica
/// with the same keys reads every token.
/// </summary>
/// <remarks>
/// A token is base64url of: one byte (key number, high bit for an encrypted cursor), four bytes (Unix time in seconds),
/// then nonce, encrypted cursor and tag of AES-256-GCM, or cursor and 16 bytes of HMAC-SHA256. Both authenticate the
/// method and a hash of the request without size and token. Each second has its own encryption key, so that random nonces
/// never wear a secret out. An 8-byte cursor makes 55 characters, or 39 signed only.
/// </remarks>
public sealed class PageTokenProtector
{
    private const int TimeOffset = 1;
    private const int TimeBytes = 4;
    private const int HeaderBytes = TimeOffset + TimeBytes;
    private const int KeyBytes = 32;
    private const int MacBytes = 16;
    private const int NonceBytes = 12;
    private const byte Encrypted = 0x80;
    private const int MinCursorBytes = 16;

    private readonly PageTokenOptions _options;
    private readonly Key _current;
    private readonly Dictionary<byte, Key> _keys;

    /// <summary>Prepares the keys.</summary>
    /// <param name="options">Keys and lifetime.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">There is no key, two keys have one number, or a limit is not positive.</exception>
    public PageTokenProtector(PageTokenOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Keys.Count == 0)
        {
            throw new ArgumentException("Page tokens need a key: add a PageTokenKey to PageTokenOptions.Keys, the same one in every replica.", nameof(options));
        }

        if (options.Keys.Select(k => k.Id).Distinct().Count() != options.Keys.Count)
        {
            throw new ArgumentException("Two keys in PageTokenOptions.Keys have the same number.", nameof(options));
        }

        if (options.Lifetime <= TimeSpan.Zero || options.MaxTokenLength <= 0)
        {
            throw new ArgumentException("PageTokenOptions.Lifetime and MaxTokenLength must be more than zero.", nameof(options));
        }

        MaxCursorLength = (int)((long)options.MaxTokenLength * 3 / 4) - HeaderBytes - MacBytes - (options.EncryptCursor ? NonceBytes : 0);
        if (MaxCursorLength < MinCursorBytes)
        {
            throw new ArgumentException(
                $"PageTokenOptions.MaxTokenLength is {options.MaxTokenLength} characters, which leaves no room for a cursor of {MinCursorBytes} bytes.", nameof(options));
        }

        _options = options;
        _keys = options.Keys.ToDictionary(k => k.Id, k => new Key(k));
        _current = _keys[options.Keys[0].Id];
    }

    /// <summary>The longest cursor, in bytes, whose token is within <see cref="PageTokenOptions.MaxTokenLength"/>.</summary>
    public int MaxCursorLength { get; }

    internal string ErrorDomain => _options.ErrorDomain;

    /// <summary>Makes a token.</summary>
    /// <param name="method">The method, such as <c>/acme.v1.UserService/ListUsers</c> (<c>ServerCallContext.Method</c>).</param>
    /// <param name="request">The request that the next page belongs to; its size and token do not count.</param>
    /// <param name="cursor">Where the next page starts.</param>
    /// <returns>The token, URL-safe.</returns>
    /// <exception cref="ArgumentNullException">Method or request is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">The cursor is longer than <see cref="MaxCursorLength"/>.</exception>
    public string Protect<TRequest>(string method, TRequest request, ReadOnlySpan<byte> cursor)
        where TRequest : class, IMessage<TRequest>
    {
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(request);
        return Protect(PageFields.HashOf(method, request), cursor);
    }

    /// <summary>Reads a token.</summary>
    /// <param name="method">The method that was called.</param>
    /// <param name="request">The request; its size and token do not count.</param>
    /// <param name="token">The token that the client sent.</param>
    /// <returns>The cursor.</returns>
    /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
    /// <exception cref="Grpc.Core.RpcException">
    /// INVALID_ARGUMENT with <c>BadRequest</c> and <c>ErrorInfo</c> (reason <c>PAGE_TOKEN_INVALID</c> or
    /// <c>PAGE_TOKEN_EXPIRED</c>): the token was changed or made up, is too old, or belongs to another method or request.
    /// </exception>
    public byte[] Unprotect<TRequest>(string method, TRequest request, string token)
        where TRequest : class, IMessage<TRequest>
    {
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(token);
        return Unprotect(PageFields.HashOf(method, request), token, PageFields.Of(request.Descriptor).TokenName);
    }

    internal string Protect(string requestHash, ReadOnlySpan<byte> cursor)
    {
        if (cursor.Length > MaxCursorLength)
        {
            throw new ArgumentException(
                $"A cursor of {cursor.Length} bytes makes a token that is longer than PageTokenOptions.MaxTokenLength, which would be refused when it comes back; {MaxCursorLength} fit. "
                + "Use a key as the cursor, or a hash of what is long.",
                nameof(cursor));
        }

        var token = _options.EncryptCursor
            ? new byte[HeaderBytes + NonceBytes + cursor.Length + MacBytes]
            : new byte[HeaderBytes + cursor.Length + MacBytes];
        token[0] = (byte)(_current.Id | (_options.EncryptCursor ? Encrypted : 0));
        BinaryPrimitives.WriteUInt32BigEndian(token.AsSpan(TimeOffset), Now());
        if (_options.EncryptCursor)
        {
            RandomNumberGenerator.Fill(token.AsSpan(HeaderBytes, NonceBytes));
            var sealedCursor = token.AsSpan(HeaderBytes + NonceBytes, cursor.Length);
            _current.Seal(token.AsSpan(TimeOffset, TimeBytes), token.AsSpan(HeaderBytes, NonceBytes), cursor, sealedCursor, token.AsSpan(^MacBytes..), Context(requestHash, token));
        }
        else
        {
            cursor.CopyTo(token.AsSpan(HeaderBytes));
            _current.Sign(requestHash, token.AsSpan(..^MacBytes), token.AsSpan(^MacBytes..));
        }

        return Base64Url.Encode(token);
    }

    internal byte[] Unprotect(string requestHash, string token, string field)
    {
        if (token.Length > _options.MaxTokenLength
            || !Base64Url.TryDecode(token, out var bytes)
            || bytes.Length < HeaderBytes + MacBytes
            || !_keys.TryGetValue((byte)(bytes[0] & ~Encrypted), out var key)
            || Open(key, requestHash, bytes) is not { } cursor)
        {
            throw PageErrors.InvalidToken(field, ErrorDomain);
        }

        var age = TimeSpan.FromSeconds((double)Now() - BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(TimeOffset)));
        return age <= _options.Lifetime ? cursor : throw PageErrors.ExpiredToken(field, ErrorDomain);
    }

    private static byte[]? Open(Key key, string requestHash, byte[] token)
    {
        if ((token[0] & Encrypted) == 0)
        {
            Span<byte> expected = stackalloc byte[MacBytes];
            key.Sign(requestHash, token.AsSpan(..^MacBytes), expected);
            return CryptographicOperations.FixedTimeEquals(expected, token.AsSpan(^MacBytes..)) ? token[HeaderBytes..^MacBytes] : null;
        }

        if (token.Length < HeaderBytes + NonceBytes + MacBytes)
        {
            return null;
        }

        var cursor = new byte[token.Length - HeaderBytes - NonceBytes - MacBytes];
        return key.TryOpen(
            token.AsSpan(TimeOffset, TimeBytes),
            token.AsSpan(HeaderBytes, NonceBytes),
            token.AsSpan((HeaderBytes + NonceBytes)..^MacBytes),
            token.AsSpan(^MacBytes..),
            cursor,
            Context(requestHash, token)) ? cursor : null;
    }

    private static byte[] Context(string requestHash, byte[] token) => [.. token.AsSpan(0, HeaderBytes), .. Encoding.ASCII.GetBytes(requestHash)];

    private uint Now() => (uint)_options.TimeProvider.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>Keys derived from one secret: what signs never encrypts.</summary>
    private sealed class Key(PageTokenKey key)
    {
        private readonly byte[] _signing = HKDF.DeriveKey(HashAlgorithmName.SHA256, key.Secret, KeyBytes, info: "grpcsdk page token: sign"u8.ToArray());
        private readonly byte[] _sealing = HKDF.DeriveKey(HashAlgorithmName.SHA256, key.Secret, KeyBytes, info: "grpcsdk page token: seal"u8.ToArray());

        public byte Id => key.Id;

        public void Sign(string requestHash, ReadOnlySpan<byte> content, Span<byte> mac)
        {
            using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _signing);
            hmac.AppendData(Encoding.ASCII.GetBytes(requestHash));
            hmac.AppendData(content);
            hmac.GetHashAndReset().AsSpan(0, mac.Length).CopyTo(mac);
        }

        public void Seal(ReadOnlySpan<byte> time, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> cursor, Span<byte> sealedCursor, Span<byte> tag, ReadOnlySpan<byte> context)
        {
            using var aes = SealAt(time);
            aes.Encrypt(nonce, cursor, sealedCursor, tag, context);
        }

        public bool TryOpen(ReadOnlySpan<byte> time, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> sealedCursor, ReadOnlySpan<byte> tag, Span<byte> cursor, ReadOnlySpan<byte> context)
        {
            using var aes = SealAt(time);
            try
            {
                aes.Decrypt(nonce, sealedCursor, tag, cursor, context);
                return true;
            }
            catch (AuthenticationTagMismatchException)
            {
                return false;
            }
        }

        private AesGcm SealAt(ReadOnlySpan<byte> time)
        {
            Span<byte> ofSecond = stackalloc byte[KeyBytes];
            HKDF.Expand(HashAlgorithmName.SHA256, _sealing, ofSecond, time);
            return new AesGcm(ofSecond, MacBytes);
        }
    }
}
