using System.Globalization;

namespace MirageGen.XenHost.Machine;

/// <summary>A TCP port of 127.0.0.1 that leads to one of a domain.</summary>
internal sealed record PortForward(ushort HostPort, string Address, ushort Port)
{
    /// <summary>Reads HOSTPORT:GUESTPORT, for the domain that has <see cref="Dom0Network.DomainAddress"/>.</summary>
    /// <returns>Null when it is not that.</returns>
    public static PortForward? Parse(string text) =>
        text.Split(':') is [var host, var guest] && ParsePort(host) is { } from && ParsePort(guest) is { } to
            ? new(from, Dom0Network.DomainAddress, to)
            : null;

    /// <summary>Reads a port.</summary>
    /// <returns>Null when it is none.</returns>
    public static ushort? ParsePort(string text) =>
        ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0 ? port : null;
}
