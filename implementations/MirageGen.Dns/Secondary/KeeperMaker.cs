namespace MirageGen.Dns.Secondary;

/// <summary>Makes the keeper of a zone.</summary>
/// <param name="config">Which, and whence.</param>
/// <param name="served">Hears of each version that is served; null when nobody wants to.</param>
internal delegate ZoneKeeper KeeperMaker(SecondaryZone config, Action<Zone>? served);
