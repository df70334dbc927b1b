namespace MirageGen.Dns.Wire;

/// <summary>A secret that two ends share (RFC 8945 section 2), with the algorithm that it is for.</summary>
internal sealed class TsigKey
{
    /// <summary>The least octets of a signature that is cut off, and also the least part of a whole one (RFC 8945 section 5.2.2.1).</summary>
    private const int LeastMacOctets = 10;

    private readonly MacFactory _macs;
    private readonly byte[] _secret;
    private readonly byte[] _name;

    /// <summary>Makes a key.</summary>
    /// <param name="name">What the ends call it.</param>
    /// <param name="algorithm">What it is for.</param>
    /// <param name="secret">The secret; copied.</param>
    /// <param name="macs">Makes the hashes.</param>
    /// <param name="macOctets">To how many octets own signatures are cut off, and others may be; null for not at all.</param>
    public TsigKey(DomainName name, TsigAlgorithm algorithm, ReadOnlySpan<byte> secret, MacFactory macs, int? macOctets = null)
    {
        Algorithm = algorithm;
        _macs = macs;
        _secret = secret.ToArray();
        _name = name.ToCanonical().Octets.ToArray();
        using var mac = CreateMac();
        WholeMacOctets = mac.Octets;
        MacOctets = macOctets ?? mac.Octets;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MacOctets, mac.Octets, nameof(macOctets));
        ArgumentOutOfRangeException.ThrowIfLessThan(MacOctets, Math.Max(LeastMacOctets, mac.Octets / 2), nameof(macOctets));
    }

    /// <summary>What the ends call it: the canonical wire form, which is what is signed.</summary>
    public ReadOnlySpan<byte> Name => _name;

    /// <summary>What it is for.</summary>
    public TsigAlgorithm Algorithm { get; }

    /// <summary>The length of a signature that is not cut off.</summary>
    public int WholeMacOctets { get; }

    /// <summary>The length of own signatures, and the least of others'.</summary>
    public int MacOctets { get; }

    /// <summary>The most octets of a TSIG record under this key: what to reserve for one.</summary>
    public int RecordOctets =>
        _name.Length + RecordView.FixedOctets + TsigView.FixedOctets + TsigAlgorithms.NameOf(Algorithm).Length + MacOctets + TsigView.TimeOctets;

    /// <summary>Whether a signature's length is one that the RFC allows for the algorithm at all.</summary>
    public bool IsMacLength(int octets) => octets <= WholeMacOctets && octets >= Math.Max(LeastMacOctets, WholeMacOctets / 2);

    /// <summary>Begins a hash under this key.</summary>
    public IMac CreateMac() => _macs(Algorithm, _secret);
}
