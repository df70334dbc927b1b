using MirageGen.TcpIp.Wire;

namespace MirageGen.TcpIp.Tests.Tcp.Core.Script;

/// <summary>Headers that are not of the script's connection.</summary>
internal static class Headers
{
    /// <summary>A SYN.</summary>
    public static TcpHeader Syn(TcpSequence sequence, uint? timestamp = null)
    {
        var header = new TcpHeader { Flags = TcpFlags.Syn, Sequence = sequence };
        header.Options.HasTimestamps = timestamp is not null;
        header.Options.TimestampValue = timestamp ?? 0;
        return header;
    }
}
