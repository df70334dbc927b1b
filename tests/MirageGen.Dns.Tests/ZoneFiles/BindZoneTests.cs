using System.Buffers;
using System.Globalization;
using System.Text;
using CsCheck;
using MirageGen.Dns.Tests.Records;

namespace MirageGen.Dns.Tests.ZoneFiles;

/// <summary>BIND's own reader and writer of zone files beside ours (Debian's bind9-utils).</summary>
public sealed class BindZoneTests : IDisposable
{
    private static readonly string Zone = Path.Combine(AppContext.BaseDirectory, "ZoneFiles", "Zones", "every-type.zone");

    private static readonly DomainName Origin = DomainName.Parse("example.");

    /// <summary>
    /// Of these types BIND judges more than the form. RRSIG has times, which it takes for near the present, and CSYNC types,
    /// of which each version knows the names of more.
    /// </summary>
    private static readonly RecordType[] Stricter =
    [
        RecordType.Soa, RecordType.MD, RecordType.MF, RecordType.Nsec, RecordType.Nsec3, RecordType.Naptr, RecordType.Zonemd,
        RecordType.DS, RecordType.Cds, RecordType.Sshfp, RecordType.Rrsig, RecordType.Csync,
    ];

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

    /// <summary>Any data of any type: BIND reads ours as we read its, to the octet.</summary>
    [Fact]
    public void BIND_reads_random_data_as_we_do() => RandomRdata.OfAnyType.Array[200].Sample(records =>
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new ZoneFileWriter(output);
        writer.Write(ResourceRecord.Parse(Origin, RecordType.Soa, 60, "a. b. 1 2 3 4 5"));
        writer.Write(ResourceRecord.Parse(Origin, RecordType.NS, 60, "a."));
        for (var i = 0; i < records.Length; i++)
        {
            var (type, data) = records[i];
            if (!Stricter.Contains(type))
            {
                var owner = DomainName.Parse(string.Create(CultureInfo.InvariantCulture, $"r{i}.example"));
                writer.Write(new ResourceRecord(owner, type, RecordClass.Internet, 60, data));
            }
        }

        var written = Path.Combine(_folder.FullName, "random.zone");
        File.WriteAllBytes(written, output.WrittenSpan);
        var theirs = Compile(written);
        var read = ZoneText.Write(Encoding.UTF8.GetBytes(theirs), Options());
        Assert.Equal(Records(Encoding.UTF8.GetString(output.WrittenSpan)), Records(Encoding.UTF8.GetString(read)));
    }, iter: 5, threads: 1);

    [Theory]
    [InlineData("a SOA ns hostmaster 1 2 3 4 5")]
    [InlineData("a CNAME b\na A 192.0.2.1")]
    [InlineData("a CNAME b\na CNAME c")]
    [InlineData("d DNAME x.\nd DNAME y.")]
    [InlineData("d DNAME x.\nd CNAME y.")]
    [InlineData("@ NS alias\nalias CNAME ns")]
    public void BIND_refuses_a_zone_that_has_errors(string records)
    {
        const string apex = "$TTL 60\n@ SOA ns hostmaster 1 2 3 4 5\n@ NS ns\nns A 192.0.2.1\n";
        var file = Path.Combine(_folder.FullName, "wrong.zone");
        File.WriteAllText(file, apex);
        Assert.Equal(0, Shell.Run("named-checkzone", "-i", "local", "example", file).ExitCode);
        Assert.Empty(ZoneText.Findings(apex));
        File.WriteAllText(file, apex + records + "\n");
        Assert.NotEqual(0, Shell.Run("named-checkzone", "-i", "local", "example", file).ExitCode);
        Assert.Contains(ZoneText.Findings(apex + records), finding => finding.Contains("error: ", StringComparison.Ordinal));
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

    private static ZoneFileOptions Options() => new() { Origin = Origin };

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
