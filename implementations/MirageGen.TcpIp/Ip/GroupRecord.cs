namespace MirageGen.TcpIp;

/// <summary>What a report says about one group (RFC 3376 section 4.2.12, RFC 3810 section 5.2.12): never of single sources.</summary>
/// <param name="Group">The group.</param>
/// <param name="Type">One of the constants here; both versions of IP have the same.</param>
internal readonly record struct GroupRecord(IpAddress Group, byte Type)
{
    /// <summary>As before, every source.</summary>
    public const byte IsExclude = 2;

    /// <summary>From now on, no source: the group is left.</summary>
    public const byte ChangeToInclude = 3;

    /// <summary>From now on, every source: the group is joined.</summary>
    public const byte ChangeToExclude = 4;
}
