namespace MirageGen.XenHost.Packing;

/// <summary>An image in the order and form in which it compresses best: what the unpacker makes the image of.</summary>
/// <param name="Image">What it was.</param>
/// <param name="Addresses">What was taken out of its code.</param>
/// <param name="Frames">How its tables for unwinding were changed; null where they were not.</param>
/// <param name="Octets">The addresses, what lies before the code, the code without addresses, and what lies behind it.</param>
internal sealed record PreparedImage(FlatImage Image, CodeAddresses Addresses, CallFrames? Frames, byte[] Octets)
{
    /// <summary>Where the unpacker has the addresses until they are back in the code.</summary>
    public uint AddressesStart => (FlatImage.Start + (uint)Image.Octets.Length + sizeof(uint) - 1) & ~(uint)(sizeof(uint) - 1);

    /// <summary>Where the memory ends that the image needs, then or later.</summary>
    public uint MemoryEnd => Math.Max(Image.MemoryEnd, AddressesStart + (uint)(Addresses.Calls.Count + Addresses.Operands.Count));

    /// <summary>Prepares one.</summary>
    public static PreparedImage Of(FlatImage image)
    {
        var code = image.Octets.AsSpan(image.Code.Start, image.Code.Bytes);
        var addresses = CodeAddresses.Take(code, FlatImage.Start + (uint)image.Code.Start, FlatImage.Start, image.MemoryEnd);
        byte[] octets = [.. image.Octets];
        var frames = CallFrames.TryPack(octets, FlatImage.Start, image.FrameHeader);
        if (!octets.AsSpan(image.Code.Start, image.Code.Bytes).SequenceEqual(code))
        {
            (octets, frames) = (image.Octets, null);
        }

        return new(
            image,
            addresses,
            frames,
            [.. addresses.Calls, .. addresses.Operands, .. octets[..image.Code.Start], .. addresses.Packed, .. octets[(image.Code.Start + image.Code.Bytes)..]]);
    }
}
