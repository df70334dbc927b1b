using System.Buffers.Binary;
using MirageGen.Storage;

namespace MirageGen.Build.Tests.Storage;

/// <summary>An image that is not what the build wrote is an error of the device: no read outside it, no other exception.</summary>
public sealed class EmbeddedStoreDamageTests
{
    private static readonly byte[] Sound = Images.Pack(
        ("a/b.txt", new string('b', 500)), ("a/c/d.txt", "d"), ("e.txt", new string('e', 300)), ("f.txt", ""));

    private static readonly Key[] Known = ["", "a", "a/b.txt", "a/c", "a/c/d.txt", "e.txt", "f.txt", "g", "a/b", "a/c/d.txt/e"];

    [Fact]
    public void Octets_that_are_no_image_are_refused()
    {
        foreach (var image in new[] { [], new byte[3], new byte[100], "MIRAGEKV"u8.ToArray() })
        {
            var error = Assert.Throws<DeviceException>(() => EmbeddedStore.Over(image));
            Assert.Contains("not an image", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Another_layout_is_refused_and_named()
    {
        var image = Changed(8, 7);

        var error = Assert.Throws<DeviceException>(() => EmbeddedStore.Over(image));
        Assert.Contains("layout 7", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(12, 0u)]
    [InlineData(12, 1_000_000u)]
    [InlineData(12, uint.MaxValue)]
    [InlineData(16, 10u)]
    [InlineData(16, uint.MaxValue)]
    [InlineData(20, uint.MaxValue)]
    [InlineData(24, 1_000_000u)]
    [InlineData(24, uint.MaxValue)]
    public void A_header_that_does_not_fit_is_refused(int offset, uint value) =>
        Assert.Throws<DeviceException>(() => EmbeddedStore.Over(Changed(offset, value)));

    [Fact]
    public void Every_cut_is_refused()
    {
        for (var length = 0; length < Sound.Length; length++)
        {
            Assert.Throws<DeviceException>(() => EmbeddedStore.Over(Sound.AsMemory(0, length)));
        }
    }

    [Fact]
    public async Task Every_field_of_the_tables_may_hold_any_number()
    {
        uint[] values = [0, 1, 0x7F, 0xFFFF, (uint)Sound.Length, (uint)Sound.Length + 1, int.MaxValue, 0x8000_0000, uint.MaxValue];
        var tables = 32 + (7 * 72) + (6 * 4);
        for (var offset = 0; offset < tables; offset += 2)
        {
            foreach (var value in values)
            {
                await ReadEverything(Changed(offset, value));
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Random_damage_is_survived(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 3_000; round++)
        {
            var image = Sound.ToArray();
            for (var hits = random.Next(1, 8); hits > 0; hits--)
            {
                image[random.Next(image.Length)] = (byte)random.Next(256);
            }

            await ReadEverything(image);
        }
    }

    /// <summary>Asks for everything in every way; only <see cref="DeviceException"/> may come of it.</summary>
    private static async Task ReadEverything(byte[] image)
    {
        try
        {
            var store = EmbeddedStore.Over(image);
            var buffer = new byte[64];
            foreach (var key in Known)
            {
                await Survive(async () => await store.FindAsync(key));
                await Survive(async () => await store.GetAsync(key));
                await Survive(async () => await store.ReadAsync(key, 1, buffer));
                await Survive(async () => await store.ListAsync(key));
                await Survive(async () => await store.DigestAsync(key));
                await Survive(() => Task.FromResult(store.TryGet(key, out _)));
            }

            await Survive(() => Task.FromResult(store.Keys.Count()));
        }
        catch (DeviceException)
        {
            // Refused as a whole: as good.
        }
    }

    private static async Task Survive<T>(Func<Task<T>> read)
    {
        try
        {
            await read();
        }
        catch (DeviceException error)
        {
            Assert.Contains("damaged", error.Message, StringComparison.Ordinal);
        }
    }

    private static byte[] Changed(int offset, uint value)
    {
        var image = Sound.ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(offset), value);
        return image;
    }
}
