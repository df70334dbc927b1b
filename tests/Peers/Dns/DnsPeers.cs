using MirageGen.Peers.Reports;

namespace MirageGen.Peers.Dns;

/// <summary>
/// The servers, each with one thread that answers, each with the least that it adds to answers, over the same zone file; and
/// the floor, which answers nothing.
/// </summary>
internal static class DnsPeers
{
    /// <summary>Lays out what they need.</summary>
    /// <param name="programs">Ours, and the floor.</param>
    /// <param name="folder">Has the zone, and takes their files.</param>
    /// <param name="zone">The zone file.</param>
    public static Peer[] Make((string Ours, string Floor) programs, string folder, string zone) =>
        [
            new("MirageGen", 5301, programs.Ours, "--port", "5301", "--directory", folder, "--listen", "127.0.0.1", "--log-level", "warning"),
            new("BIND", 5302, "named", "-f", "-n", "1", "-c", Write(folder, "named.conf", Bind(folder, zone))),
            new("NSD", 5303, "nsd", "-d", "-c", WriteNsd(folder, zone, "127.0.0.1", "5303")),
            new("Knot", 5304, "knotd", "-c", Write(folder, "knot.conf", Knot(folder, zone))),
            new(ServerTable.Floor, 5305, programs.Floor, "127.0.0.1", "5305"),
        ];

    /// <summary>Writes NSD's configuration.</summary>
    /// <returns>Its path.</returns>
    public static string WriteNsd(string folder, string zone, string address, string port) =>
        Write(folder, "nsd.conf", Nsd(folder, zone, address, port));

    /// <summary>NSD's configuration.</summary>
    public static string Nsd(string folder, string zone, string address, string port) => $"""
        server:
          ip-address: {address}
          port: {port}
          server-count: 1
          username: ""
          zonesdir: "{folder}"
          database: ""
          pidfile: "{folder}/nsd.pid"
          xfrdfile: "{folder}/nsd.state"
          zonelistfile: "{folder}/nsd.list"
          minimal-responses: yes
          rrl-ratelimit: 0
        remote-control:
          control-enable: no
        zone:
          name: "example"
          zonefile: "{zone}"

        """;

    /// <summary>Builds ours, with properties of its own, and the floor.</summary>
    public static (string Ours, string Floor) Build(PeerBuild build, params string[] properties)
    {
        var floor = Path.Combine(build.Folder, ServerTable.Floor);
        Command.Run("gcc", "-O2", "-Wall", "-Wextra", "-Werror", "-o", floor, build.SourcePath("Dns/floor.c"));
        return (build.Publish("DnsServer/PeerZones.csproj", "PeerZones", properties), floor);
    }

    private static string Bind(string folder, string zone) => $$"""
        options {
          directory "{{folder}}"; pid-file none; session-keyfile none; managed-keys-directory "{{folder}}";
          listen-on port 5302 { 127.0.0.1; }; listen-on-v6 { none; };
          recursion no; minimal-responses yes; notify no; dnssec-validation no; querylog no;
        };
        controls { };
        zone "example" { type primary; file "{{zone}}"; };

        """;

    private static string Knot(string folder, string zone) => $"""
        server:
            rundir: "{folder}"
            listen: 127.0.0.1@5304
            udp-workers: 1
            tcp-workers: 1
            background-workers: 1
        database:
            storage: "{folder}"
        template:
          - id: default
            storage: "{folder}"
            zonefile-sync: -1
            journal-content: none
        zone:
          - domain: example
            file: "{zone}"

        """;

    private static string Write(string folder, string name, string text)
    {
        var file = Path.Combine(folder, name);
        File.WriteAllText(file, text);
        return file;
    }
}
