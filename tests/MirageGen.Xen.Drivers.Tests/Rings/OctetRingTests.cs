using MirageGen.Xen.Rings;

namespace MirageGen.Xen.Drivers.Tests;

public sealed unsafe class OctetRingTests : IDisposable
{
    private const int Size = 64;

    private readonly byte* _page = (byte*)System.Runtime.InteropServices.NativeMemory.AllocZeroed(4096);
    private readonly uint* _consumed;
    private readonly uint* _produced;
    private readonly OctetRing _ring;
    private readonly OctetPipe _other;

    public OctetRingTests()
    {
        _consumed = (uint*)(_page + 1024);
        _produced = _consumed + 1;
        _ring = new(_page, Size, _consumed, _produced);
        _other = new(_page, Size, _consumed, _produced);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(60u)]
    [InlineData(uint.MaxValue - 30)]
    public void Octets_of_every_length_come_out_as_they_went_in(uint start)
    {
        *_consumed = *_produced = start;
        for (var length = 0; length <= Size; length++)
        {
            var octets = XenRig.Frame(length);
            Assert.Equal(length, _ring.Write(octets));
            var read = new List<byte>();
            Assert.Equal(length, _other.Read(read));
            Assert.Equal(octets, read);

            Assert.Equal(length, _other.Write(octets));
            var mine = new byte[length];
            Assert.Equal(length, _ring.Unread);
            Assert.Equal(length, _ring.Read(mine));
            Assert.Equal(octets, mine);
        }
    }

    [Fact]
    public void No_more_is_written_than_there_is_room_for()
    {
        Assert.Equal(Size, _ring.Room);
        Assert.Equal(Size, _ring.Write(XenRig.Frame(Size + 20)));
        Assert.Equal(0, _ring.Room);
        Assert.Equal(0, _ring.Write([1]));
        _ = _other.Read([], 10);
        Assert.Equal(10, _ring.Room);
        Assert.Equal(10, _ring.Write(XenRig.Frame(20)));
    }

    [Fact]
    public void No_more_is_read_than_there_is_room_for()
    {
        _ = _other.Write(XenRig.Frame(20));
        Assert.Equal(5, _ring.Read(new byte[5]));
        Assert.Equal(15, _ring.Unread);
        Assert.Equal(15, _ring.Read(new byte[50]));
        Assert.Equal(0, _ring.Read(new byte[50]));
    }

    [Theory]
    [InlineData(Size + 1u)]
    [InlineData(1000u)]
    [InlineData(0x8000_0000u)]
    [InlineData(0xffff_0000u)]
    public void An_absurd_count_is_nothing_to_read_and_no_room(uint count)
    {
        *_produced = count;
        Assert.Equal(0, _ring.Unread);
        Assert.Equal(0, _ring.Read(new byte[Size]));

        *_produced = 0;
        *_consumed = count;
        Assert.Equal(0, _ring.Room);
        Assert.Equal(0, _ring.Write([1, 2, 3]));
    }

    public void Dispose() => System.Runtime.InteropServices.NativeMemory.Free(_page);
}
