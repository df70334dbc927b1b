using System.Text;

namespace MirageGen.Peers.Xen;

/// <summary>BIND in a <see cref="DebianDomain"/>: what our name server is measured beside.</summary>
internal static class BindDomain
{
    private const string Configuration = """
        options {
          directory "/tmp"; pid-file none; session-keyfile none; managed-keys-directory "/tmp";
          listen-on-v6 { none; };
          recursion no; minimal-responses yes; notify no; dnssec-validation no; querylog no;
        };
        controls { };
        zone "example" { type primary; file "/zones/example"; };

        """;

    /// <summary>BIND with one thread, over the zone of a file.</summary>
    public static DebianDomain Of(string zone) => new(["bind9", "bind9-libs"], ["usr/sbin/named"], "exec named -f -n 1 -c /etc/named.conf\n")
    {
        Folders = ["zones", "var/cache/bind"],
        Files = new Dictionary<string, byte[]>
        {
            ["etc/named.conf"] = Encoding.UTF8.GetBytes(Configuration),
            ["zones/example"] = File.ReadAllBytes(zone),
        },
    };
}
