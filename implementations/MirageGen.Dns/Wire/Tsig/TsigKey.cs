using System.Diagnostics.CodeAnalysis;
using MirageGen.Dns.Wire;

namespace MirageGen.Dns;

/// <summary>A secret that two ends share (RFC 8945 section 2), with the algorithm that it is for.</summary>
public sealed class TsigKey : IParsable<TsigKey>
{
    /// <summary>The least octets of a signature that is cut off, and also the least part of a whole one (RFC 8945 section 5.2.2.1).</summary>
    private const int LeastMacOctets = 10;

    private const string Form = "write NAME:ALGORITHM:BASE64, such as transfer.example:hmac-sha256:c2VjcmV0c2VjcmV0c2VjcmV0";

    private readonly byte[] _secret;
    private readonly byte[] _name;

    /// <summary>Makes a key.</summary>
    /// <param name="name">What the ends call it.</param>
    /// <param name="algorithm">What it is for.</param>
    /// <param name="secret">The secret; copied.</param>
    /// <param name="macOctets">To how many octets own signatures are cut off, and others may be; null for not at all.</param>
    /// <exception cref="ArgumentOutOfRangeException">Signatures cannot be cut off so far, or there is no such algorithm.</exception>
    public TsigKey(DomainName name, TsigAlgorithm algorithm, ReadOnlySpan<byte> secret, int? macOctets = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)algorithm, (uint)TsigAlgorithm.HmacSha512, nameof(algorithm));
        Algorithm = algorithm;
        _secret = secret.ToArray();
        Name = name.ToCanonical();
        _name = Name.Octets.ToArray();
        WholeMacOctets = CreateHash().Octets;
        MacOctets = macOctets ?? WholeMacOctets;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MacOctets, WholeMacOctets, nameof(macOctets));
        ArgumentOutOfRangeException.ThrowIfLessThan(MacOctets, LeastAllowed, nameof(macOctets));
    }

    /// <summary>What the ends call it.</summary>
    public DomainName Name { get; }

    /// <summary>What it is for.</summary>
    public TsigAlgorithm Algorithm { get; }

    /// <summary>The name in canonical wire form, which is what is signed.</summary>
    internal ReadOnlySpan<byte> NameOctets => _name;

    /// <summary>The length of a signature that is not cut off.</summary>
    internal int WholeMacOctets { get; }

    /// <summary>The length of own signatures, and the least of others'.</summary>
    internal int MacOctets { get; }

    /// <summary>The most octets of a TSIG record under this key: what to reserve for one.</summary>
    internal int RecordOctets =>
        _name.Length + RecordView.FixedOctets + TsigView.FixedOctets + TsigAlgorithms.NameOf(Algorithm).Length + MacOctets + TsigView.TimeOctets;

    private int LeastAllowed => Math.Max(LeastMacOctets, WholeMacOctets / 2);

    /// <summary>Reads a key as command lines have it: <c>NAME:ALGORITHM:BASE64</c>.</summary>
    /// <exception cref="FormatException">It is none; in one line what is wrong with it, without the secret.</exception>
    public static TsigKey Parse(string s, IFormatProvider? provider = null) => Read(s, out var key) is { } problem
        ? throw new FormatException(problem)
        : key!;

    /// <inheritdoc cref="Parse"/>
    /// <returns>False when it is none.</returns>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out TsigKey result) =>
        Read(s, out result) is null && result is not null;

    /// <summary>The key's name and algorithm; never the secret.</summary>
    public override string ToString() => $"{Name}:{TextOf(Algorithm)}";

    /// <summary>Whether a signature's length is one that the RFC allows for the algorithm at all.</summary>
    internal bool IsMacLength(int octets) => octets <= WholeMacOctets && octets >= LeastAllowed;

    /// <summary>Begins a hash under this key.</summary>
    internal KeyedHash CreateHash() => new(Algorithm, _secret);

    private static string TextOf(TsigAlgorithm algorithm) =>
        DomainName.FromSound(TsigAlgorithms.NameOf(algorithm)).ToString().TrimEnd('.');

    /// <summary>Reads a key.</summary>
    /// <returns>What is wrong with it; null when nothing is.</returns>
    private static string? Read(string? text, out TsigKey? key)
    {
        key = null;
        var parts = (text ?? string.Empty).Split(':');
        if (parts.Length != 3)
        {
            return $"A key has three parts, but there are {parts.Length}; {Form}.";
        }

        if (!DomainName.TryParse(parts[0], out var name) || name.IsRoot)
        {
            return $"'{parts[0]}' is no name of a key; {Form}.";
        }

        if (!DomainName.TryParse(parts[1], out var word) || !TsigAlgorithms.TryFind(word.Octets, out var algorithm))
        {
            return $"'{parts[1]}' is no algorithm of key {name}; there are {string.Join(", ", Array.ConvertAll(Enum.GetValues<TsigAlgorithm>(), TextOf))}.";
        }

        var secret = new byte[parts[2].Length];
        if (!Convert.TryFromBase64String(parts[2], secret, out var octets) || octets == 0)
        {
            return $"The secret of key {name} is not in Base64; {Form}.";
        }

        key = new(name, algorithm, secret.AsSpan(0, octets));
        return null;
    }
}
