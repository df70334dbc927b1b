using System.Runtime.InteropServices;
using MirageGen.Fuzz;
using MirageGen.XenHost.Domains;
using MirageGen.XenHost.Packing;

namespace MirageGen.Xen.Tests;

/// <summary>What mirage-xen changes in an image before it compresses it, the unpacker changes back: its own code, in this process.</summary>
public sealed unsafe partial class RestoringTests(Guest guest, NativeParts parts) : IClassFixture<NativeParts>
{
    private const int MostBytes = 1 << 24;

    [Fact]
    public void A_whole_image_is_what_it_was()
    {
        var image = FlatImage.Of("guest", PvhImage.Open(guest.Kernel));
        var prepared = PreparedImage.Of(image);

        Assert.NotNull(prepared.Frames);
        Assert.NotEmpty(prepared.Addresses.Calls);
        Assert.NotEmpty(prepared.Addresses.Operands);
        Assert.Equal(image.Octets, Restored(prepared));
    }

    /// <summary>Whatever it is: calls beyond the image, instructions that are cut off, ModRMs that are none.</summary>
    [Fact]
    public void Any_code_is_what_it_was()
    {
        byte[] usual = [0xe8, 0xe9, 0x8b, 0x8d, 0x05, 0x0d, 0xc7, 0x80, 0x3d, 0x00, 0xff, 0x48];
        foreach (var seed in new FuzzBudget(2000).Seeds())
        {
            var random = new Random((int)seed);
            var code = new byte[random.Next(40)];
            foreach (ref var octet in code.AsSpan())
            {
                octet = random.Next(3) == 0 ? (byte)random.Next(256) : usual[random.Next(usual.Length)];
            }

            byte[] octets = [.. new byte[16], .. code, .. new byte[random.Next(5)]];
            var image = new FlatImage(octets, FlatImage.Start + (uint)octets.Length, FlatImage.Start) { Code = (16, code.Length) };
            Assert.True(octets.AsSpan().SequenceEqual(Restored(PreparedImage.Of(image))), $"seed {seed}");
        }
    }

    /// <summary>Tables that are not as a linker makes them stay as they are, or are restored.</summary>
    [Fact]
    public void Damaged_tables_are_what_they_were()
    {
        var whole = FlatImage.Of("guest", PvhImage.Open(guest.Kernel));
        var start = (int)(whole.FrameHeader.Address - FlatImage.Start);
        byte[] octets = [.. new byte[16], .. whole.Octets[start..]];
        var header = (FlatImage.Start + 16, whole.FrameHeader.Bytes);
        var changed = 0;
        foreach (var seed in new FuzzBudget(200).Seeds())
        {
            var random = new Random((int)seed);
            byte[] damaged = [.. octets];
            for (var count = random.Next(3); count > 0; count--)
            {
                damaged[16 + random.Next(random.Next(2) == 0 ? 40 : damaged.Length - 16)] ^= (byte)(1 << random.Next(8));
            }

            var prepared = PreparedImage.Of(new(damaged, FlatImage.Start + (uint)damaged.Length, FlatImage.Start) { FrameHeader = header });
            changed += prepared.Frames is null ? 0 : 1;
            Assert.True(damaged.AsSpan().SequenceEqual(Restored(prepared)), $"seed {seed}");
        }

        Assert.NotEqual(0, changed);
    }

    /// <summary>As native/unpack/unpack.c does it; the lower half of each address is what it is in a domain.</summary>
    private byte[] Restored(PreparedImage prepared)
    {
        const int ReadWrite = 3;
        const int PrivateAnonymousAtThatPlace = 0x100022;
        const long At = 0x1_0000_0000;
        var (start, bytes) = prepared.Image.Code;
        var memory = Map(unchecked((nint)At), MostBytes, ReadWrite, PrivateAnonymousAtThatPlace, -1, 0);
        Assert.Equal(At, memory);
        try
        {
            var image = (byte*)At + FlatImage.Start;
            var addresses = (byte*)At + prepared.AddressesStart;
            var (calls, operands, packed) = (prepared.Addresses.Calls.Count, prepared.Addresses.Operands.Count, prepared.Addresses.Packed.Count);
            var octets = prepared.Octets.AsSpan();
            octets[..(calls + operands)].CopyTo(new(addresses, calls + operands));
            octets = octets[(calls + operands)..];
            octets[..start].CopyTo(new(image, start));
            octets[start..].CopyTo(new(image + start + bytes - packed, octets.Length - start));
            parts.RestoreAddresses(image + start, (nuint)bytes, (nuint)packed, addresses, addresses + calls);
            if (prepared.Frames is { } frames)
            {
                parts.RestoreFrames((byte*)At + frames.Frames, (byte*)At + frames.Header);
            }

            return new Span<byte>(image, prepared.Image.Octets.Length).ToArray();
        }
        finally
        {
            Assert.Equal(0, Unmap(memory, MostBytes));
        }
    }

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint Map(nint address, nint bytes, int rights, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(nint address, nint bytes);
}
