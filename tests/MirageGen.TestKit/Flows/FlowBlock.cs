namespace MirageGen.TestKit;

/// <summary>Memory that a writer fills and a reader reads in place. Counts who still refers to it.</summary>
internal sealed class FlowBlock
{
    /// <summary>The size of a block as a rule.</summary>
    public const int UsualOctets = 4096;

    /// <summary>The size of a block for a writer that asks for more at once; what asks for yet more gets a block of its own.</summary>
    public const int LargeOctets = 65_536;

    public FlowBlock(int octets) => Octets = new byte[octets];

    public byte[] Octets { get; }

    public int References { get; set; }
}
