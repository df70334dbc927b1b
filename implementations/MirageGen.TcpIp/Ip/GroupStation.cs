namespace MirageGen.TcpIp;

/// <summary>The hardware addresses of groups.</summary>
internal static class GroupStation
{
    /// <summary>The stations that a group or everyone on a link has (RFC 1112 section 6.4, RFC 2464 section 7).</summary>
    public static MacAddress Of(IpAddress group)
    {
        if (!group.IsMulticast)
        {
            return MacAddress.Broadcast;
        }

        if (group.IsV4)
        {
            var low = group.V4.Value;
            return new([0x01, 0x00, 0x5E, (byte)((low >> 16) & 0x7F), (byte)(low >> 8), (byte)low]);
        }

        var value = (uint)group.V6.Value;
        return new([0x33, 0x33, (byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value]);
    }
}
