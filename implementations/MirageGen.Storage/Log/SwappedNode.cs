namespace MirageGen.Storage.Log;

/// <summary>What lay under a key before something else did, for undoing that.</summary>
internal sealed record SwappedNode(Key Key, KeyNode? Was);
