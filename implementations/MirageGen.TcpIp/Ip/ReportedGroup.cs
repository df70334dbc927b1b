namespace MirageGen.TcpIp;

/// <summary>A group that an interface is in, or has left without having said so often enough.</summary>
internal sealed class ReportedGroup(IpAddress group, bool isOfAddress)
{
    /// <summary>The group, without a zone.</summary>
    public IpAddress Group { get; } = group;

    /// <summary>Whether an address of the interface brought it, so that it does not count among those that were joined.</summary>
    public bool IsOfAddress { get; } = isOfAddress;

    /// <summary>How often it was joined more than left; zero when it is left.</summary>
    public int Users { get; set; }

    /// <summary>How often its last change is still to be reported.</summary>
    public int ReportsLeft { get; set; }

    /// <summary>Whether a querier waits for an answer about it.</summary>
    public bool IsAsked { get; set; }

    public bool IsJoined => Users > 0;
}
