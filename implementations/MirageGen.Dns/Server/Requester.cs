namespace MirageGen.Dns.Server;

/// <summary>What an answer depends on beside the request.</summary>
/// <param name="Address">Whence the request came.</param>
/// <param name="IsStream">Whether over a stream, so that any length goes.</param>
/// <param name="Clock">What cookies are dated by.</param>
internal readonly record struct Requester(IpAddress Address, bool IsStream, TimeProvider Clock);
