using MirageGen.Fuzz;
using MirageGen.XenHost.Build;
using MirageGen.XenHost.Elf;

namespace MirageGen.XenHost.Tests;

/// <summary>Files with some octets that are not what they were: whatever they say, they are read to an end.</summary>
public sealed class ElfFuzzTests(TestGuest guest)
{
    private const int Runs = 3000;
    private const int HeaderBytes = 64;

    private readonly byte[][] _files = [File.ReadAllBytes(guest.Image), File.ReadAllBytes("/bin/true")];

    [Fact]
    public void Damaged_ELF_files_are_read_or_refused()
    {
        foreach (var seed in new FuzzBudget(Runs).Seeds())
        {
            var octets = Damage(_files[seed % 2], seed);
            if (ElfFile.TryRead(octets) is { } file)
            {
                Assert.All(file.Sections.Concat(file.Segments), section => Assert.InRange((long)section.Offset + section.Bytes, 0, octets.Length));
                Assert.All(file.NeededLibraries(), name => Assert.InRange(name.Length, 0, 256));
                _ = file.NeededModules().Count();
                _ = file.HasNote("Xen", 18);
            }
        }
    }

    [Fact]
    public void Damaged_kernels_give_a_payload_of_theirs_or_none()
    {
        foreach (var seed in new FuzzBudget(Runs).Seeds())
        {
            var random = new Random((int)seed);
            var octets = new byte[random.Next(4096)];
            random.NextBytes(octets);
            if (octets.Length > 0x250)
            {
                "HdrS"u8.CopyTo(octets.AsSpan(0x202));
                octets.AsSpan(0x24a, 2).Clear();
                octets.AsSpan(0x24e, 2).Clear();
                octets[0x1f1] &= 3;
            }

            Assert.InRange(KernelImage.Payload(octets).Length, 0, octets.Length);
        }
    }

    /// <summary>Most of it in the headers, where it does most harm; sometimes the end is missing.</summary>
    private static byte[] Damage(byte[] file, ulong seed)
    {
        var random = new Random((int)seed);
        var octets = random.Next(4) == 0 ? file[..random.Next(HeaderBytes, file.Length)] : [.. file];
        for (var count = random.Next(1, 12); count > 0; count--)
        {
            var at = random.Next(3) == 0 ? random.Next(octets.Length) : random.Next(6, Math.Min(octets.Length, 4 * HeaderBytes));
            octets[at] = random.Next(2) == 0 ? (byte)random.Next(256) : (byte)0xff;
        }

        return octets;
    }
}
