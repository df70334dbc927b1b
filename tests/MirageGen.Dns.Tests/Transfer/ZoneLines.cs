using System.Text;
using MirageGen.Dns.Zones;

namespace MirageGen.Dns.Tests.Transfer;

/// <summary>Zones as text, to be compared: a record a line, in order.</summary>
internal static class ZoneLines
{
    public static string[] Of(Zone zone)
    {
        List<string> lines = [];
        var records = new ZoneRecords(zone);
        while (records.MoveNext())
        {
            lines.Add(records.Current.ToRecord().ToString());
        }

        return [.. lines];
    }

    /// <summary>A zone with a serial number, and lines in it.</summary>
    public static Zone Make(uint serial, params IEnumerable<string> lines)
    {
        var text = new StringBuilder($"@ 60 SOA ns h {serial} 3600 600 86400 60\n@ 60 NS ns\nns 60 A 192.0.2.1\n");
        foreach (var line in lines)
        {
            text.Append(line).Append('\n');
        }

        return Server.TestServer.ReadZone(text.ToString());
    }
}
