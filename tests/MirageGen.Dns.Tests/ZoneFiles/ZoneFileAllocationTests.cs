using System.Text;

namespace MirageGen.Dns.Tests.ZoneFiles;

/// <summary>A large zone costs its text, not its records.</summary>
public sealed class ZoneFileAllocationTests
{
    [Fact]
    public void Reading_a_record_allocates_nothing()
    {
        var text = new StringBuilder("$TTL 1h\n");
        for (var i = 0; i < 10_000; i++)
        {
            text.Append(
                System.Globalization.CultureInfo.InvariantCulture,
                $"h{i} A 192.0.2.{i % 256}\n 300 IN TXT \"text {i}\" (\n x ) ; c\nm{i} MX 10 h{i}\nn{i} NSEC m{i} A MX RRSIG\nd{i} DS 1 8 2 {i:X64}\n");
        }

        var octets = Encoding.ASCII.GetBytes(text.ToString());
        var options = new ZoneFileOptions { Origin = DomainName.Parse("example") };
        Read(octets, options);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var records = Read(octets, options);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(50_000, records);

        // The reader's own buffers, however many records there are.
        Assert.InRange(allocated, 0, 64 * 1024);
    }

    private static int Read(byte[] text, ZoneFileOptions options)
    {
        var reader = new ZoneFileReader(text, options);
        var records = 0;
        while (reader.TryRead(out _))
        {
            records++;
        }

        return records;
    }
}
