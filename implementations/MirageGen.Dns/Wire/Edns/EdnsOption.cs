namespace MirageGen.Dns.Wire;

/// <summary>One option of an OPT record (RFC 6891 section 6.1.2); its data is the message's memory.</summary>
internal readonly ref struct EdnsOption(EdnsOptionCode code, ReadOnlySpan<byte> data)
{
    /// <summary>Code and length, before the data.</summary>
    public const int FixedOctets = 4;

    /// <summary>Which one, known or not.</summary>
    public EdnsOptionCode Code { get; } = code;

    /// <summary>What it says.</summary>
    public ReadOnlySpan<byte> Data { get; } = data;
}
