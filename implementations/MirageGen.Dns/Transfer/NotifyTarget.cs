namespace MirageGen.Dns;

/// <summary>A server that is told when a zone has changed (RFC 1996).</summary>
/// <param name="Endpoint">Where it is.</param>
/// <param name="Key">Signs what it is told; null for nobody.</param>
public sealed record NotifyTarget(IpEndpoint Endpoint, TsigKey? Key = null);
