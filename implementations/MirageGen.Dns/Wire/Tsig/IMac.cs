namespace MirageGen.Dns.Wire;

/// <summary>
/// A keyed hash under way. TSIG needs no more of cryptography than this, so that a target without .NET's own puts another
/// one in its place.
/// </summary>
internal interface IMac : IDisposable
{
    /// <summary>The length of its result.</summary>
    int Octets { get; }

    /// <summary>Takes in more.</summary>
    void Append(ReadOnlySpan<byte> octets);

    /// <summary>Writes the result, and begins again under the same key.</summary>
    /// <param name="destination">Room for <see cref="Octets"/>.</param>
    void Finish(Span<byte> destination);
}
