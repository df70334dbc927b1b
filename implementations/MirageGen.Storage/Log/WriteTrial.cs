namespace MirageGen.Storage.Log;

/// <summary>What writes come to.</summary>
/// <param name="After">What the index holds afterwards.</param>
/// <param name="IsChange">Whether they change anything.</param>
/// <param name="OnlyRemoves">Whether they do nothing but remove.</param>
internal readonly record struct WriteTrial(KeyWeight After, bool IsChange, bool OnlyRemoves);
