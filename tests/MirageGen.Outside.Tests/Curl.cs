using System.Net;
using System.Net.Sockets;

namespace MirageGen.Outside.Tests;

/// <summary>Asks a server with curl.</summary>
internal static class Curl
{
    /// <summary>A port of this machine that nobody listens on.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Fetches a page, giving the server thirty seconds to start.</summary>
    public static async Task<string> GetAsync(this Outside outside, int port, string path, params string[] options) =>
        (await outside.RunAsync(
            ".", "curl",
            ["--silent", "--show-error", "--fail", "--retry-connrefused", "--retry", "60", "--retry-delay", "0", "--retry-max-time", "30",
                "--max-time", "30", .. options, $"http://127.0.0.1:{port}{path}"])).Succeeded().Output;
}
