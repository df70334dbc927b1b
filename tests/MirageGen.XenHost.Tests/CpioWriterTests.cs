using System.Globalization;
using System.Text;
using MirageGen.XenHost.Initramfs;

namespace MirageGen.XenHost.Tests;

/// <summary>The archive is what Linux unpacks: that it does is what every boot shows; here is what is in it.</summary>
public sealed class CpioWriterTests
{
    private const int HeaderBytes = 110;

    [Fact]
    public void Folders_come_before_what_is_in_them_and_once()
    {
        var entries = Write(archive =>
        {
            archive.AddFile("usr/bin/xl", "x"u8);
            archive.AddFile("usr/bin/ls", "l"u8);
            archive.AddFolder("usr");
        });

        Assert.Equal(["usr", "usr/bin", "usr/bin/xl", "usr/bin/ls", "TRAILER!!!"], entries.Select(entry => entry.Name));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("12")]
    [InlineData("123")]
    [InlineData("1234")]
    public void Every_length_of_name_and_content_is_padded(string text)
    {
        var entries = Write(archive =>
        {
            archive.AddFile("name" + text, Encoding.ASCII.GetBytes(text));
            archive.AddLink("link", text);
        });

        Assert.Equal([("name" + text, 0x81edu, text), ("link", 0xa1ffu, text), ("TRAILER!!!", 0u, string.Empty)], entries);
    }

    [Fact]
    public void Names_are_counted_in_octets() => Assert.Equal("größe", Write(archive => archive.AddFile("größe", []))[0].Name);

    private static List<(string Name, uint Mode, string Content)> Write(Action<CpioWriter> add)
    {
        using var output = new MemoryStream();
        var archive = new CpioWriter(output);
        add(archive);
        archive.Complete();
        var octets = output.ToArray();
        var entries = new List<(string, uint, string)>();
        for (var at = 0; at < octets.Length;)
        {
            Assert.Equal("070701", Encoding.ASCII.GetString(octets, at, 6));
            var contentBytes = (int)Field(octets, at, 6);
            var nameBytes = (int)Field(octets, at, 11);
            var name = Encoding.UTF8.GetString(octets, at + HeaderBytes, nameBytes);
            Assert.EndsWith("\0", name, StringComparison.Ordinal);
            var mode = Field(octets, at, 1);
            at = (at + HeaderBytes + nameBytes + 3) & ~3;
            entries.Add((name[..^1], mode, Encoding.UTF8.GetString(octets, at, contentBytes)));
            at = (at + contentBytes + 3) & ~3;
        }

        return entries;
    }

    private static uint Field(byte[] octets, int at, int number) =>
        uint.Parse(Encoding.ASCII.GetString(octets, at + 6 + (number * 8), 8), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
