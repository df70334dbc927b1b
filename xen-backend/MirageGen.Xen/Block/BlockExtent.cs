namespace MirageGen.Xen.Block;

/// <summary>What one request has of a transfer.</summary>
/// <param name="Transfer">The transfer.</param>
/// <param name="Offset">Where in it the request begins, in octets.</param>
/// <param name="Octets">How many octets it has; none for what has no buffers.</param>
/// <param name="IsRepeated">Whether it was asked of the other end before that went.</param>
internal readonly record struct BlockExtent(BlockTransfer Transfer, long Offset, int Octets, bool IsRepeated = false);
