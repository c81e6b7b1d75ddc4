using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace GrpcSdk.AspNetCore;

/// <summary>Which certificates of callers are accepted.</summary>
/// <param name="authority">The root that they must lead to.</param>
/// <param name="allowed">Names of which one must be in the certificate; <see langword="null"/> for any.</param>
internal sealed class ClientCertificates(X509Certificate2 authority, IEnumerable<string>? allowed)
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    private const string SubjectAlternativeName = "2.5.29.17";

    // GeneralName of RFC 5280, 4.2.1.6.
    private static readonly Asn1Tag DnsName = new(TagClass.ContextSpecific, 2);
    private static readonly Asn1Tag UniformResourceIdentifier = new(TagClass.ContextSpecific, 6);

    private readonly HashSet<string>? _allowed = allowed?.ToHashSet(StringComparer.Ordinal);

    internal bool Accept(X509Certificate2 presented, X509Chain? handshake) => LeadsToAuthority(presented, handshake) && IsAllowed(presented);

    private bool LeadsToAuthority(X509Certificate2 presented, X509Chain? handshake)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ClientAuthentication));
        // A private authority seldom publishes revocations, and nothing that a caller presents says where to fetch from.
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        if (handshake is not null)
        {
            // The intermediate certificates that the caller sent.
            chain.ChainPolicy.ExtraStore.AddRange(handshake.ChainPolicy.ExtraStore);
        }

        return chain.Build(presented);
    }

    private bool IsAllowed(X509Certificate2 presented)
    {
        try
        {
            return _allowed is null || _allowed.Contains(presented.Subject) || AlternativeNames(presented).Any(IsAllowed);
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    // Letter case means nothing in a DNS name, and may mean something in a URI.
    private bool IsAllowed((Asn1Tag Tag, string Name) name) =>
        name.Tag == DnsName ? _allowed!.Contains(name.Name, StringComparer.OrdinalIgnoreCase) : _allowed!.Contains(name.Name);

    private static List<(Asn1Tag Tag, string Name)> AlternativeNames(X509Certificate2 certificate)
    {
        var names = new List<(Asn1Tag, string)>();
        if (certificate.Extensions.FirstOrDefault(extension => extension.Oid?.Value == SubjectAlternativeName) is not { } extension)
        {
            return names;
        }

        var sequence = new AsnReader(extension.RawData, AsnEncodingRules.DER).ReadSequence();
        while (sequence.HasData)
        {
            var tag = sequence.PeekTag();
            if (tag == DnsName || tag == UniformResourceIdentifier)
            {
                names.Add((tag, sequence.ReadCharacterString(UniversalTagNumber.IA5String, tag)));
            }
            else
            {
                sequence.ReadEncodedValue();
            }
        }

        return names;
    }
}
