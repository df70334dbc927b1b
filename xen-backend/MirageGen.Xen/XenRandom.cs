using MirageGen.Xen.Interop;

namespace MirageGen.Xen;

/// <summary>RANDOM from the shim's generator, which the processor's own seeds (RDSEED, RDRAND).</summary>
[Device(typeof(IRandom), Target = "xen", Shared = true)]
public sealed unsafe class XenRandom : IRandom
{
    /// <inheritdoc/>
    public void Fill(Span<byte> destination)
    {
        fixed (byte* first = destination)
        {
            _ = Shim.GetRandom(first, (nuint)destination.Length, 0);
        }
    }
}
