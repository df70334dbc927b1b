namespace MirageGen.Http.Wire;

/// <summary>Bounds of a message's head.</summary>
/// <param name="StartLineBytes">Octets of the first line, without its end.</param>
/// <param name="HeadBytes">Octets of the whole head with its empty line; at most <see cref="LargestHeadBytes"/>.</param>
/// <param name="FieldCount">Field lines.</param>
internal readonly record struct HeadLimits(int StartLineBytes, int HeadBytes, int FieldCount)
{
    /// <summary>Field lines are kept as 16-bit offsets.</summary>
    public const int LargestHeadBytes = ushort.MaxValue;
}
