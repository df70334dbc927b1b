using System.Buffers;
using System.Text;

namespace MirageGen.Dns.Tests.ZoneFiles;

/// <summary>Zone files as tests write them.</summary>
internal static class ZoneText
{
    /// <summary>Reads a zone and writes its records, a line each.</summary>
    public static string[] Lines(string text, string origin = "example.", uint? ttl = 60, Func<string, string?>? open = null) =>
        Encoding.UTF8.GetString(Write(Encoding.UTF8.GetBytes(text), Options(origin, ttl, open))).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Reads a zone and writes it.</summary>
    public static byte[] Write(ReadOnlyMemory<byte> text, ZoneFileOptions options)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new ZoneFileWriter(output);
        var reader = new ZoneFileReader(text, options);
        while (reader.TryRead(out var record))
        {
            writer.Write(record);
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>Checks a zone.</summary>
    public static string[] Findings(string text, string origin = "example.")
    {
        var checker = new ZoneChecker(DomainName.Parse(origin));
        var reader = new ZoneFileReader(Encoding.UTF8.GetBytes(text), Options(origin, 60, null));
        while (reader.TryRead(out var record))
        {
            checker.Add(record);
        }

        return [.. checker.Finish().Select(finding => finding.ToString())];
    }

    private static ZoneFileOptions Options(string origin, uint? ttl, Func<string, string?>? open) => new()
    {
        Origin = DomainName.Parse(origin),
        FileName = "db",
        DefaultTtl = ttl,
        Open = open is null ? null : (string name, out ReadOnlyMemory<byte> text) =>
        {
            var content = open(name);
            text = Encoding.UTF8.GetBytes(content ?? string.Empty);
            return content is not null;
        },
    };
}
