using System.Text;

namespace MirageGen.Peers.Xen;

/// <summary>NSD and BIND in a <see cref="DebianDomain"/>: what our name server is measured beside.</summary>
internal static class NameServerDomains
{
    private const string NsdConfiguration = """
        server:
          ip-address: 0.0.0.0
          server-count: 1
          username: ""
          zonesdir: "/zones"
          database: ""
          pidfile: ""
          xfrdfile: "/tmp/nsd.state"
          zonelistfile: "/tmp/nsd.list"
          minimal-responses: yes
          rrl-ratelimit: 0
        remote-control:
          control-enable: no
        zone:
          name: "example"
          zonefile: "example"

        """;

    private const string BindConfiguration = """
        options {
          directory "/tmp"; pid-file none; session-keyfile none; managed-keys-directory "/tmp";
          listen-on-v6 { none; };
          recursion no; minimal-responses yes; notify no; dnssec-validation no; querylog no;
        };
        controls { };
        zone "example" { type primary; file "/zones/example"; };

        """;

    /// <summary>NSD with one server, over the zone of a file.</summary>
    public static DebianDomain Nsd(string zone) =>
        Of(["nsd"], "usr/sbin/nsd", "exec nsd -d -c /etc/nsd.conf\n", "etc/nsd.conf", NsdConfiguration, zone);

    /// <summary>BIND with one thread, over the zone of a file.</summary>
    public static DebianDomain Bind(string zone) =>
        Of(["bind9", "bind9-libs"], "usr/sbin/named", "exec named -f -n 1 -c /etc/named.conf\n", "etc/named.conf", BindConfiguration, zone);

    private static DebianDomain Of(string[] packages, string program, string start, string path, string configuration, string zone) =>
        new(packages, [program], start)
        {
            Folders = ["zones", "var/lib/nsd", "var/cache/bind"],
            Files = new Dictionary<string, byte[]>
            {
                [path] = Encoding.UTF8.GetBytes(configuration),
                ["zones/example"] = File.ReadAllBytes(zone),
            },
        };
}
