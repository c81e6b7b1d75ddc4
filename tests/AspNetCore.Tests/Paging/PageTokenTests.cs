// Page tokens against clients that change, forge, keep or misuse them.
using Google.Protobuf;
using Grpc.Core;
using GrpcSdk.AspNetCore.Paging;
using GrpcSdk.AspNetCore.Tests.Pages;
using Microsoft.Extensions.Time.Testing;

namespace GrpcSdk.AspNetCore.Tests.Paging;

public class PageTokenTests
{
    private const string Method = "/things.v1.Things/ListThings";

    private static readonly byte[] Cursor = [1, 2, 3, 4, 5, 6, 7, 8];

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_cursor_comes_back_for_the_same_request_whatever_its_size_and_token(bool encrypted)
    {
        var tokens = Tokens(encrypted);

        var token = tokens.Protect(Method, new ListThingsRequest { Filter = "a", PageSize = 10, PageToken = "x" }, Cursor);

        Assert.Equal(Cursor, tokens.Unprotect(Method, new ListThingsRequest { Filter = "a", PageSize = 99 }, token));
        Assert.Matches("^[A-Za-z0-9_-]+$", token);
    }

    [Theory]
    [InlineData(false, 39)]
    [InlineData(true, 55)]
    public void An_eight_byte_cursor_makes_a_short_token(bool encrypted, int length) =>
        Assert.Equal(length, Tokens(encrypted).Protect(Method, new ListThingsRequest(), Cursor).Length);

    [Fact]
    public void A_cursor_is_encrypted_unless_somebody_asks_for_less()
    {
        var cursor = "alice@example.com"u8.ToArray();
        var standard = new PageTokenProtector(new PageTokenOptions { Keys = { Key(1, 1) }, TimeProvider = _time });

        var token = standard.Protect(Method, new ListThingsRequest(), cursor);

        Assert.True(Decode(token).AsSpan().IndexOf(cursor) < 0);
        Assert.NotEqual(token, standard.Protect(Method, new ListThingsRequest(), cursor));
        // A server that changes its mind reads what it made before.
        Assert.Equal(cursor, standard.Unprotect(Method, new ListThingsRequest(), Tokens(encrypted: false).Protect(Method, new ListThingsRequest(), cursor)));
        Assert.Equal(cursor, Tokens(encrypted: false).Unprotect(Method, new ListThingsRequest(), token));
    }

    [Theory]
    [InlineData(false, 4096)]
    [InlineData(true, 4096)]
    [InlineData(true, 101)]
    public void No_token_is_made_that_would_be_refused(bool encrypted, int maxLength)
    {
        var tokens = new PageTokenProtector(new PageTokenOptions { Keys = { Key(1, 1) }, TimeProvider = _time, EncryptCursor = encrypted, MaxTokenLength = maxLength });
        var longest = new byte[tokens.MaxCursorLength];

        var token = tokens.Protect(Method, new ListThingsRequest(), longest);
        var error = Assert.Throws<ArgumentException>(() => tokens.Protect(Method, new ListThingsRequest(), new byte[longest.Length + 1]));

        Assert.InRange(token.Length, maxLength - 2, maxLength);
        Assert.Equal(longest, tokens.Unprotect(Method, new ListThingsRequest(), token));
        Assert.Contains("MaxTokenLength", error.Message, StringComparison.Ordinal);
        Assert.Equal(tokens.MaxCursorLength, PageRequest.ForMethod(Method, new ListThingsRequest(), tokens).MaxCursorLength);
    }

    [Fact]
    public void A_length_in_which_nothing_fits_is_refused() =>
        Assert.Throws<ArgumentException>(() => new PageTokenProtector(new PageTokenOptions { Keys = { Key(1, 1) }, MaxTokenLength = 60 }));

    [Fact]
    public void An_encrypted_cursor_cannot_be_read()
    {
        var cursor = "alice@example.com"u8.ToArray();
        var plain = Decode(Tokens().Protect(Method, new ListThingsRequest(), cursor));
        var secret = Decode(Tokens(encrypted: true).Protect(Method, new ListThingsRequest(), cursor));

        Assert.True(plain.AsSpan().IndexOf(cursor) >= 0);
        Assert.True(secret.AsSpan().IndexOf(cursor) < 0);
    }

    [Fact]
    public void Equal_requests_are_equal_whatever_the_order_of_their_map_entries()
    {
        var token = Tokens().Protect(Method, new ListThingsRequest { Labels = { { "a", "1" }, { "b", "2" } } }, Cursor);

        Assert.Equal(Cursor, Tokens().Unprotect(Method, new ListThingsRequest { Labels = { { "b", "2" }, { "a", "1" } } }, token));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Another_filter_another_method_and_another_key_refuse_a_token(bool encrypted)
    {
        var token = Tokens(encrypted).Protect(Method, new ListThingsRequest { Filter = "a" }, Cursor);

        Refused(() => Tokens(encrypted).Unprotect(Method, new ListThingsRequest { Filter = "b" }, token));
        Refused(() => Tokens(encrypted).Unprotect("/things.v1.Things/ListOthers", new ListThingsRequest { Filter = "a" }, token));
        Refused(() => Tokens(encrypted, Key(1, 99)).Unprotect(Method, new ListThingsRequest { Filter = "a" }, token));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_changed_bit_is_noticed(bool encrypted)
    {
        var tokens = Tokens(encrypted);
        var token = Decode(tokens.Protect(Method, new ListThingsRequest(), Cursor));

        for (var bit = 0; bit < token.Length * 8; bit++)
        {
            var changed = token.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Refused(() => tokens.Unprotect(Method, new ListThingsRequest(), Encode(changed)));
        }
    }

    [Fact]
    public void A_token_expires()
    {
        var tokens = Tokens();
        var token = tokens.Protect(Method, new ListThingsRequest(), Cursor);

        _time.Advance(TimeSpan.FromDays(3));
        tokens.Unprotect(Method, new ListThingsRequest(), token);
        _time.Advance(TimeSpan.FromSeconds(1));

        Refused(() => tokens.Unprotect(Method, new ListThingsRequest(), token), "PAGE_TOKEN_EXPIRED");
    }

    [Fact]
    public void A_rotated_key_reads_its_tokens_until_it_is_removed()
    {
        var token = Tokens(keys: Key(1, 1)).Protect(Method, new ListThingsRequest(), Cursor);
        var rotated = Tokens(keys: [Key(2, 2), Key(1, 1)]);

        Assert.Equal(Cursor, rotated.Unprotect(Method, new ListThingsRequest(), token));
        Assert.Equal(2, Decode(rotated.Protect(Method, new ListThingsRequest(), Cursor))[0]);
        Refused(() => Tokens(keys: Key(2, 2)).Unprotect(Method, new ListThingsRequest(), token));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Rubbish_is_an_invalid_argument_and_nothing_else(int seed)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var tokens = Tokens();
        for (var i = 0; i < 2000; i++)
        {
            var bytes = new byte[random.Next(1, 80)];
            random.NextBytes(bytes);
            // A known key and the high bit now and then, to get past the first checks.
            bytes[0] = (byte)(random.Next(4) switch { 0 => 1, 1 => 0x81, _ => bytes[0] });
            Refused(() => tokens.Unprotect(Method, new ListThingsRequest(), Encode(bytes)));
            Refused(() => tokens.Unprotect(Method, new ListThingsRequest(), new string([.. bytes.Select(b => (char)(b * 257))])));
        }

        Refused(() => tokens.Unprotect(Method, new ListThingsRequest(), new string('A', 1024 * 1024)));
    }

    [Fact]
    public void Options_without_a_usable_key_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new PageTokenProtector(new PageTokenOptions()));
        Assert.Throws<ArgumentException>(() => Tokens(keys: [Key(1, 1), Key(1, 2)]));
        Assert.Throws<ArgumentException>(() => new PageTokenKey(1, new byte[15]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PageTokenKey(128, new byte[16]));
    }

    [Theory]
    [InlineData(0, 50)]
    [InlineData(1, 1)]
    [InlineData(1000, 1000)]
    [InlineData(int.MaxValue, 1000)]
    public void Sizes_have_a_default_and_a_limit(int asked, int expected) =>
        Assert.Equal(expected, PageRequest.ForMethod(Method, new ListThingsRequest { PageSize = asked }, Tokens()).Size);

    [Fact]
    public void A_negative_size_is_an_invalid_argument_that_names_the_field()
    {
        var error = Refused(() => PageRequest.ForMethod(Method, new ListThingsRequest { PageSize = -1 }, Tokens()), "PAGE_SIZE_NEGATIVE");

        Assert.Equal("page_size", Assert.Single(error.GetFieldViolations()).Field);
    }

    [Fact]
    public void Wide_requests_are_read_too()
    {
        var tokens = Tokens();
        var first = PageRequest.ForMethod(Method, new ListWideRequest { MaxResults = 7 }, tokens);
        var next = new ListWideRequest { MaxResults = 5_000_000_000, NextPageToken = ByteString.CopyFromUtf8(first.NextToken(Cursor)) };

        var second = PageRequest.ForMethod(Method, next, tokens);

        Assert.Equal((7, true, 1000, false), (first.Size, first.IsFirst, second.Size, second.IsFirst));
        Assert.Equal(Cursor, second.Cursor.ToArray());
        Refused(() => PageRequest.ForMethod(Method, new ListWideRequest { NextPageToken = ByteString.CopyFrom(0xFF, 0xFE) }, tokens));
    }

    [Fact]
    public void Size_and_token_of_a_nested_message_are_read_too()
    {
        var tokens = Tokens();
        // The first page may come without the nested message; its token holds for the next one, which has it.
        var first = PageRequest.ForMethod(Method, new ListNestedRequest { Filter = "a" }, tokens);
        var token = first.NextToken(Cursor);

        var second = PageRequest.ForMethod(Method, new ListNestedRequest { Filter = "a", Pagination = new() { Limit = 7, Cursor = token } }, tokens);

        Assert.Equal((50, 7), (first.Size, second.Size));
        Assert.Equal(Cursor, second.Cursor.ToArray());
        var error = Refused(() => PageRequest.ForMethod(Method, new ListNestedRequest { Filter = "b", Pagination = new() { Cursor = token } }, tokens));
        Assert.Equal("pagination.cursor", Assert.Single(error.GetFieldViolations()).Field);
    }

    private static RpcException Refused(Action action, string reason = "PAGE_TOKEN_INVALID")
    {
        var error = Assert.Throws<RpcException>(action);
        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
        Assert.Equal(reason, error.GetErrorInfo()!.Reason);
        Assert.NotEmpty(error.GetFieldViolations());
        return error;
    }

    private static PageTokenKey Key(byte id, byte content) => new(id, Enumerable.Repeat(content, 32).ToArray());

    private PageTokenProtector Tokens(bool encrypted = false, params PageTokenKey[] keys)
    {
        var options = new PageTokenOptions { EncryptCursor = encrypted, TimeProvider = _time };
        foreach (var key in keys.Length > 0 ? keys : [Key(1, 1)])
        {
            options.Keys.Add(key);
        }

        return new(options);
    }

    private static byte[] Decode(string token) => System.Buffers.Text.Base64Url.DecodeFromChars(token);

    private static string Encode(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
}
