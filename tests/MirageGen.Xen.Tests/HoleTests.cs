namespace MirageGen.Xen.Tests;

/// <summary>Where guest frames without RAM are found, for memory maps of all kinds.</summary>
public sealed unsafe class HoleTests
{
    private const ulong Mebi = 1024 * 1024;
    private const ulong HolesBytes = 2 * Mebi;
    private const ulong FourGibi = 4096 * Mebi;

    /// <summary>Ranges of the map in MiB: start, end, start, end...; and where the holes are, in MiB.</summary>
    [Theory]
    [InlineData(new ulong[] { 0, 64 }, 64)]
    [InlineData(new ulong[] { 0, 63 }, 64)]
    [InlineData(new ulong[] { 0, 64, 65, 67 }, 68)]
    [InlineData(new ulong[] { 65, 67, 0, 64 }, 68)]
    [InlineData(new ulong[] { 0, 3839 }, 4096)]
    [InlineData(new ulong[] { 0, 4032, 4096, 8192 }, 8192)]
    public void Holes_touch_nothing_of_the_map_and_no_device(ulong[] map, ulong place)
    {
        using var parts = new NativeParts();
        for (var i = 0; i < map.Length; i += 2)
        {
            parts.Avoid(map[i] * Mebi, map[i + 1] * Mebi);
        }

        var start = parts.StartHoles();

        Assert.Equal(place, start / Mebi);
        Assert.True(start + HolesBytes <= 0xf000_0000 || start >= FourGibi);
    }

    [Fact]
    public void Holes_are_given_out_once()
    {
        using var parts = new NativeParts();
        parts.Avoid(0, 16 * Mebi);
        var start = parts.StartHoles();

        Assert.Equal(start, parts.TakeHoles(1));
        Assert.Equal(start + 4096, parts.TakeHoles(510));
        Assert.Equal(0ul, parts.TakeHoles(2));
        Assert.Equal(0ul, parts.TakeHoles(0));
        Assert.Equal(0ul, parts.TakeHoles(ulong.MaxValue));
        Assert.Equal(start + (511 * 4096), parts.TakeHoles(1));
        Assert.Equal(0ul, parts.TakeHoles(1));
    }
}
