namespace MirageGen;

/// <summary>What every stack asks of whoever joins a multicast group.</summary>
public static class GroupRules
{
    /// <summary>Judges what a socket is asked to join, by the rules of <see cref="IUdpSocket.JoinGroup"/>.</summary>
    /// <param name="bound">Where the socket is bound.</param>
    /// <param name="group">What it is to join.</param>
    /// <exception cref="ArgumentException">It is no group.</exception>
    /// <exception cref="InvalidOperationException">The socket is bound to one address.</exception>
    public static void VerifyJoin(IpEndpoint bound, IpAddress group)
    {
        if (!group.IsMulticast)
        {
            throw new ArgumentException($"{group} is no multicast group: those are in 224.0.0.0/4 and ff00::/8.", nameof(group));
        }

        if (!bound.Address.IsNone)
        {
            throw new InvalidOperationException(
                $"The socket at {bound} cannot hear the group {group}: bind it to the port alone, and name {bound.Address} when it joins.");
        }
    }
}
