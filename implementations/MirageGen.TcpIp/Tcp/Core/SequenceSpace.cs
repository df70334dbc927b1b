using MirageGen.TcpIp.Wire;

namespace MirageGen.TcpIp.Tcp;

/// <summary>
/// One direction's sequence numbers as offsets that never wrap: the first octet of data has offset 0, the SYN -1, the FIN the length
/// of the stream.
/// </summary>
/// <param name="initial">The sequence number of the SYN.</param>
internal readonly struct SequenceSpace(TcpSequence initial)
{
    private readonly uint _zero = initial.Value + 1;

    /// <summary>The sequence number of the SYN.</summary>
    public TcpSequence Initial => new(_zero - 1);

    /// <summary>The sequence number of an offset.</summary>
    public TcpSequence At(long offset) => new(_zero + (uint)offset);

    /// <summary>The offset of a sequence number: of those that it can mean, the one nearest to another offset.</summary>
    public long Offset(TcpSequence sequence, long near) => near + (sequence - At(near));
}
