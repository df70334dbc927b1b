using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MirageGen.Storage;

/// <summary>Memory over data of the program's own image, which neither moves nor ends; it must not be written to.</summary>
internal sealed unsafe class ImageMemory : MemoryManager<byte>
{
    private readonly byte* _first;
    private readonly int _length;

    /// <summary>Takes the data's address.</summary>
    /// <param name="data">Static data: not of an array, not on a stack.</param>
    public ImageMemory(ReadOnlySpan<byte> data)
    {
        _first = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(data));
        _length = data.Length;
    }

    /// <inheritdoc/>
    public override Span<byte> GetSpan() => new(_first, _length);

    /// <inheritdoc/>
    public override MemoryHandle Pin(int elementIndex = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)elementIndex, (uint)_length, nameof(elementIndex));
        return new(_first + elementIndex, default, this);
    }

    /// <inheritdoc/>
    public override void Unpin()
    {
        // The image is always where it is.
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // The image belongs to the program.
    }
}
