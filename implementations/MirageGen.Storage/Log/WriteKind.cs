namespace MirageGen.Storage.Log;

/// <summary>What an entry of a record does.</summary>
internal enum WriteKind : byte
{
    Set = 1,
    Remove = 2,
    Rename = 3,
}
