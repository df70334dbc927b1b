using System.Globalization;

namespace MirageGen.Dns.Tests.Strangers;

/// <summary>dig and kdig.</summary>
internal static class StrangeClient
{
    /// <summary>Asks, and returns the records of the answer: a record a line, one space between its words.</summary>
    /// <param name="program">dig or kdig.</param>
    /// <param name="port">Of 127.0.0.1.</param>
    /// <param name="key">ALGORITHM:NAME:SECRET; null for none.</param>
    /// <param name="question">Name and type.</param>
    public static string[] Dig(string program, int port, string? key, params string[] question)
    {
        string[] signed = key is null ? [] : ["-y", key];
        string[] shown = program == "dig" ? ["+noall", "+answer"] : [];
        var output = Shell.Run(program, ["@127.0.0.1", "-p", port.ToString(CultureInfo.InvariantCulture), .. shown, .. signed, .. question]).Output;
        return [.. output.Split('\n').Where(line => line.Length > 0 && line[0] != ';' && !line.Contains("\tTSIG\t", StringComparison.Ordinal)).Select(Folded)];
    }

    /// <summary>A line with one space between its words.</summary>
    public static string Folded(string record) => string.Join(' ', record.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Changes the zone <c>example.</c> by nsupdate.</summary>
    /// <param name="folder">For a file of commands.</param>
    /// <param name="port">Of 127.0.0.1.</param>
    /// <param name="key">Signs it.</param>
    /// <param name="secret">The key's secret.</param>
    /// <param name="commands">What is to be changed, and on which conditions.</param>
    public static Outcome Update(string folder, int port, TsigKey key, string secret, params string[] commands)
    {
        var file = Path.Combine(folder, "nsupdate.txt");
        File.WriteAllLines(file, [$"server 127.0.0.1 {port}", "zone example.", .. commands, "send"]);
        return Shell.Run("nsupdate", "-y", $"{AlgorithmOf(key)}:{key.Name}:{secret}", file);
    }

    public static string AlgorithmOf(TsigKey key) => key.ToString().Split(':')[1];
}
