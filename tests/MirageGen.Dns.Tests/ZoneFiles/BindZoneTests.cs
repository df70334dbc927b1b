using System.Text;

namespace MirageGen.Dns.Tests.ZoneFiles;

/// <summary>BIND's own reader and writer of zone files beside ours (Debian's bind9-utils).</summary>
public sealed class BindZoneTests : IDisposable
{
    private static readonly string Zone = Path.Combine(AppContext.BaseDirectory, "ZoneFiles", "Zones", "every-type.zone");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("miragegen-dns-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Our_zone_is_the_zone_that_BIND_reads()
    {
        var ours = Encoding.UTF8.GetString(ZoneText.Write(File.ReadAllBytes(Zone), Options()));
        Assert.Equal(Records(Compile(Zone)), Records(ours));
    }

    [Fact]
    public void BIND_reads_what_we_write_as_what_we_read()
    {
        var written = Path.Combine(_folder.FullName, "written.zone");
        File.WriteAllBytes(written, ZoneText.Write(File.ReadAllBytes(Zone), Options()));
        Assert.Equal(Records(Compile(Zone)), Records(Compile(written)));
    }

    [Fact]
    public void We_read_what_BIND_writes_as_what_it_read()
    {
        var theirs = Compile(Zone);
        var ours = Encoding.UTF8.GetString(ZoneText.Write(Encoding.UTF8.GetBytes(theirs), Options()));
        Assert.Equal(Records(theirs), Records(ours));
    }

    [Fact]
    public void The_zone_has_every_type_but_the_obsolete()
    {
        var reader = new ZoneFileReader(File.ReadAllBytes(Zone), Options());
        var types = new HashSet<RecordType>();
        while (reader.TryRead(out var record))
        {
            types.Add(record.Type);
        }

        Assert.Equal(
            [RecordType.MD, RecordType.MF, RecordType.MB, RecordType.MG, RecordType.MR],
            RdataFormats.Known.ToArray().Where(format => !format.Fields.IsEmpty).Select(format => format.Type).Except(types));
    }

    private static ZoneFileOptions Options() => new() { Origin = DomainName.Parse("example.") };

    private string Compile(string file)
    {
        var output = Path.Combine(_folder.FullName, Path.GetFileName(file) + ".bind");
        string[] ignored = ["-i", "none", "-k", "ignore", "-n", "ignore", "-m", "ignore", "-M", "ignore", "-S", "ignore", "-r", "ignore", "-T", "ignore", "-W", "ignore"];
        Shell.Run("named-compilezone", [.. ignored, "-s", "full", "-o", output, "example", file]).Succeeded();
        return File.ReadAllText(output);
    }

    /// <summary>The records in an order of their own, without white space, which BIND puts into long data.</summary>
    private static string[] Records(string text) =>
        [.. text.Split('\n').Where(line => line.Length > 0 && line[0] != ';')
            .Select(line => string.Concat(line.Where(c => !char.IsWhiteSpace(c)))).Order(StringComparer.Ordinal)];
}
