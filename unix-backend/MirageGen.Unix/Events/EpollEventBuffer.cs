using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MirageGen.Unix.Events;

/// <summary>
/// An array of struct epoll_event in native memory. The struct is packed on x64 and nowhere else, so its size and the
/// place of its data are read from the architecture.
/// </summary>
internal sealed unsafe class EpollEventBuffer : IDisposable
{
    private static readonly int EntryBytes = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;
    private static readonly int DataOffset = EntryBytes - sizeof(ulong);

    private byte* _entries;

    public EpollEventBuffer(int capacity)
    {
        Capacity = capacity;
        _entries = (byte*)NativeMemory.AllocZeroed((nuint)capacity, (nuint)EntryBytes);
    }

    ~EpollEventBuffer() => Free();

    public int Capacity { get; }

    public void* Pointer => _entries;

    public EpollEvents Events(int index) => Unsafe.ReadUnaligned<EpollEvents>(_entries + (index * EntryBytes));

    public ulong Data(int index) => Unsafe.ReadUnaligned<ulong>(_entries + (index * EntryBytes) + DataOffset);

    public void Set(int index, EpollEvents events, ulong data)
    {
        Unsafe.WriteUnaligned(_entries + (index * EntryBytes), events);
        Unsafe.WriteUnaligned(_entries + (index * EntryBytes) + DataOffset, data);
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.Free(_entries);
        _entries = null;
    }
}
