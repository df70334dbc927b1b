using System.Runtime.InteropServices;

namespace MirageGen.Unix.Udp;

/// <summary>The control messages that came with a datagram, one after the other (cmsg(3)).</summary>
internal ref struct ControlMessages(ReadOnlySpan<byte> control)
{
    // struct cmsghdr: a size_t, then level and type; its data is aligned to a word.
    private static readonly int LevelOffset = nint.Size;
    private static readonly int TypeOffset = nint.Size + sizeof(int);

    private ReadOnlySpan<byte> _rest = control;

    /// <summary>Where the data of a control message begins.</summary>
    public static int DataOffset { get; } = nint.Size + (2 * sizeof(int));

    /// <summary>The protocol it is of.</summary>
    public int Level { get; private set; }

    /// <summary>What it is.</summary>
    public int Type { get; private set; }

    /// <summary>What it says.</summary>
    public ReadOnlySpan<byte> Data { get; private set; }

    /// <summary>Goes on to the next.</summary>
    /// <returns>False when there is none.</returns>
    public bool MoveNext()
    {
        if (_rest.Length < DataOffset)
        {
            return false;
        }

        var length = MemoryMarshal.Read<nint>(_rest);
        if (length < DataOffset || length > _rest.Length)
        {
            return false;
        }

        Level = MemoryMarshal.Read<int>(_rest[LevelOffset..]);
        Type = MemoryMarshal.Read<int>(_rest[TypeOffset..]);
        Data = _rest[DataOffset..(int)length];
        _rest = _rest[Math.Min(_rest.Length, Aligned((int)length))..];
        return true;
    }

    /// <summary>Writes the header of one.</summary>
    /// <param name="control">Where; cleared as far as the message goes.</param>
    /// <param name="level">The protocol it is of.</param>
    /// <param name="type">What it is.</param>
    /// <param name="dataBytes">How long what it says is.</param>
    /// <returns>Its length with what pads it.</returns>
    public static int WriteHeader(Span<byte> control, int level, int type, int dataBytes)
    {
        var length = DataOffset + dataBytes;
        control[..Aligned(length)].Clear();
        MemoryMarshal.Write(control, (nint)length);
        MemoryMarshal.Write(control[LevelOffset..], level);
        MemoryMarshal.Write(control[TypeOffset..], type);
        return Aligned(length);
    }

    private static int Aligned(int length) => (length + nint.Size - 1) & -nint.Size;
}
