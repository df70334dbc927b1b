namespace MirageGen.Http.Wire;

/// <summary>A part of a head by offset and length, so that it stays true when the head is copied.</summary>
/// <remarks>Heads are at most 65,535 octets long (<see cref="HeadLimits"/>).</remarks>
internal readonly record struct OctetRange(ushort Start, ushort Length)
{
    public static OctetRange Between(int start, int end) => new((ushort)start, (ushort)(end - start));

    public int End => Start + Length;

    public bool IsEmpty => Length == 0;

    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> head) => head.Slice(Start, Length);
}
