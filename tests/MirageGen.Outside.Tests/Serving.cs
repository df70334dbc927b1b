using System.Globalization;
using System.Text.RegularExpressions;

namespace MirageGen.Outside.Tests;

/// <summary>What an appliance says when it serves.</summary>
internal static partial class Serving
{
    /// <summary>Waits until it serves.</summary>
    /// <returns>The port, which it chose itself if it was told to take port 0.</returns>
    public static async Task<int> PortAsync(this Running server) =>
        int.Parse((await server.PrintedAsync(Line())).Groups["port"].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"Serving HTTP on port (?<port>\d+)\n")]
    private static partial Regex Line();
}
