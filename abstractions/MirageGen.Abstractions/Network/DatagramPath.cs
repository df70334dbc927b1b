namespace MirageGen;

/// <summary>Between whom a datagram travels, as seen from this end.</summary>
/// <param name="Remote">The other end.</param>
/// <param name="LocalAddress">
/// This end's address: a reply goes out from the address that was asked. None leaves the choice to the stack.
/// </param>
public readonly record struct DatagramPath(IpEndpoint Remote, IpAddress LocalAddress = default);
