using System.Text.RegularExpressions;

namespace MirageGen.TcpIp.Interop.Tests;

/// <summary>
/// The resolver of the examples among strangers: a signed root served by NSD, a zone below it by Knot, and one below that by
/// BIND; unbound, which resolves the same names from the same servers, is what its answers are held against.
/// </summary>
public sealed partial class ResolverTests(Published published) : IDisposable
{
    private const string Ours = "10.9.0.2";
    private const string Unbound = "10.9.0.1";
    private const string Root = "10.9.0.11";
    private const string Org = "10.9.0.12";
    private const string Leaf = "10.9.0.13";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("miragegen-resolver-");
    private readonly SigningTool _tool = new();
    private readonly List<IDisposable> _running = [];

    public void Dispose()
    {
        _running.Reverse();
        _running.ForEach(static running => running.Dispose());
        _tool.Dispose();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-3 ab")]
    [InlineData("-3 ab -A")]
    public void Unbound_gives_the_same_answers(string chain)
    {
        var (space, _) = Prepare(chain);
        List<string> differences = [];
        var count = 0;
        foreach (var question in Questions())
        {
            foreach (var options in (string[])["+dnssec", "+nodnssec", "+dnssec +cd", "+dnssec +tcp"])
            {
                count++;
                var mine = Ask(space, Ours, $"{question} {options}");
                var theirs = Ask(space, Unbound, $"{question} {options}");
                if (mine != theirs)
                {
                    differences.Add($"{question} {options}\n-- ours\n{mine}\n-- unbound's\n{theirs}");
                }
            }
        }

        Assert.True(differences.Count == 0, $"{differences.Count} of {count} answers differ, such as\n{string.Join("\n\n", differences.Take(5))}");
    }

    [Fact]
    public void Delv_and_kdig_find_answers_sound()
    {
        var (space, anchor) = Prepare("-3 ab");
        var keys = Path.Combine(_folder.FullName, "delv.keys");
        var fields = anchor.Split(' ', 4);
        File.WriteAllText(keys, $"trust-anchors {{ . static-ds {fields[0]} {fields[1]} {fields[2]} \"{fields[3].Replace(" ", string.Empty, StringComparison.Ordinal)}\"; }};\n");
        foreach (var (name, verdict) in ((string, string)[])
            [
                ("www.example.org. A", "; fully validated"), ("x.wild.example.org. A", "; fully validated"),
                ("no.example.org. A", "; negative response, fully validated"), ("www.plain.org. A", "; unsigned answer"),
            ])
        {
            var report = space.RunLine($"delv @{Ours} -a {keys} +root=. {name}");
            Assert.True(report.Output.Contains(verdict, StringComparison.Ordinal), $"{name}: {report.Output}\n{report.Errors}");
        }

        Assert.Contains("192.0.2.1", space.RunLine($"kdig @{Ours} +edns +padding www.example.org A").Succeeded(), StringComparison.Ordinal);
        Assert.Contains("192.0.2.1", space.RunLine($"kdig @{Ours} +tcp +keepopen www.example.org A alias.example.org A").Succeeded(), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Questions()
    {
        string[] names =
        [
            ".", "org.", "example.org.", "www.example.org.", "alias.example.org.", "x.wild.example.org.", "x.y.wild.example.org.",
            "no.example.org.", "b.c.deep.example.org.", "a.b.c.deep.example.org.", "no.deep.example.org.", "a.b.c.d.example.org.",
            "plain.org.", "www.plain.org.", "no.plain.org.", "away.example.org.", "nothing.", "big.example.org.", "bogus.org.", "www.bogus.org.",
        ];
        foreach (var name in names)
        {
            foreach (var type in (string[])["A", "AAAA", "TXT", "NS", "SOA", "DS", "DNSKEY"])
            {
                yield return $"{name} {type}";
            }
        }
    }

    /// <summary>Status, flags and records without their times.</summary>
    private static string Ask(NetworkNamespace space, string server, string question)
    {
        var text = space.RunLine($"dig @{server} +noall +comments +answer +authority +tries=1 +time=10 {question}").Output;
        var status = Status().Match(text).Groups[1].Value;

        // Unbound validates what is not to be validated, too, and says so.
        var isAuthenticated = Authenticated().IsMatch(text) && !question.Contains("+cd", StringComparison.Ordinal);

        // BIND sends with a DNAME what denies the name below it, when asked in one way, and unbound passes that on: nobody needs it.
        var isRedirected = text.Contains("DNAME", StringComparison.Ordinal) && status == "NOERROR";
        var records = text.Split('\n')
            .Where(static line => line.Length > 0 && line[0] != ';')
            .Where(line => !isRedirected || !line.Contains("NSEC", StringComparison.Ordinal))
            .Select(static line => Spaces().Split(line, 5))
            .Select(static fields => $"{fields[0].ToLowerInvariant()} {fields[3]} {fields[4].ToLowerInvariant()}")
            .Order(StringComparer.Ordinal);
        return status == "SERVFAIL" ? status : $"{status} {(isAuthenticated ? "ad" : string.Empty)}\n{string.Join('\n', records)}";
    }

    private (NetworkNamespace Space, string Anchor) Prepare(string chain)
    {
        var space = new NetworkNamespace();
        _running.Add(space);
        space.Ip("link set lo up");
        space.AddTap("tap0");
        foreach (var address in (string[])[Unbound, Root, Org, Leaf])
        {
            space.AddAddress("tap0", $"{address}/24");
        }

        var anchor = WriteZones(chain);
        Start(space, Root, "nsd", "-d", "-c", Write("nsd.conf", $"""
            server:
              ip-address: {Root}
              username: ""
              zonesdir: "{_folder.FullName}"
              database: ""
              pidfile: "{_folder.FullName}/nsd.pid"
              xfrdfile: "{_folder.FullName}/nsd.state"
              zonelistfile: "{_folder.FullName}/nsd.list"
            remote-control:
              control-enable: no
            zone:
              name: "."
              zonefile: "root.zone"

            """));
        Start(space, Org, "knotd", "-c", Write("knot.conf", $"""
            server:
                rundir: "{_folder.FullName}"
                listen: {Org}@53
            database:
                storage: "{_folder.FullName}"
            template:
              - id: default
                storage: "{_folder.FullName}"
                zonefile-sync: -1
                journal-content: none
            zone:
              - domain: org
                file: "org.zone"

            """));
        Start(space, Leaf, "named", "-g", "-4", "-c", Write("named.conf", $$"""
            options {
              directory "{{_folder.FullName}}"; pid-file none; session-keyfile none; recursion no; listen-on { {{Leaf}}; };
              managed-keys-directory "{{_folder.FullName}}"; dnssec-validation no;
            };
            controls { };
            zone "example.org" { type primary; file "example.org.zone"; };
            zone "plain.org" { type primary; file "plain.org.zone"; };
            zone "bogus.org" { type primary; file "bogus.org.zone"; };

            """));
        Start(space, Unbound, "unbound", "-d", "-p", "-c", Write("unbound.conf", $"""
            server:
              interface: {Unbound}
              access-control: 10.9.0.0/24 allow
              username: ""
              chroot: ""
              directory: "{_folder.FullName}"
              do-daemonize: no
              use-syslog: no
              root-hints: "hints.zone"
              trust-anchor: ". DS {anchor}"
              do-ip6: no
              do-not-query-localhost: no
              aggressive-nsec: no
              minimal-responses: yes
            remote-control:
              control-enable: no

            """));
        var resolver = space.Start(
            published.DnsResolver, "--interface", "tap0", "--ipv4", $"{Ours}/24", "--ipv6", "none", "--port", "53", "--hints", Root, "--anchor", anchor);
        _running.Add(resolver);
        resolver.WaitUntil(() => space.RunLine($"dig @{Ours} +tries=1 +time=2 . SOA").Output.Contains("NOERROR", StringComparison.Ordinal), "an answer of ours", TimeSpan.FromMinutes(1));
        return (space, anchor);
    }

    private string WriteZones(string chain)
    {
        var leaf = _tool.Sign("example.org.", $"""
            @ SOA ns h 1 1 1 1 60
            @ NS ns
            ns A {Leaf}
            www A 192.0.2.1
            www AAAA 2001:db8::1
            alias CNAME www
            away CNAME www.plain.org.
            *.wild A 192.0.2.9
            a.b.c.deep A 192.0.2.8
            d DNAME deep
            $GENERATE 1-60 big TXT "record number $ of a big set"

            """, "ECDSAP256SHA256", chain);
        var bogus = _tool.Sign("bogus.org.", $"@ SOA ns h 1 1 1 1 60\n@ NS ns\nns A {Leaf}\nwww A 192.0.2.1\n", "ED25519", chain);
        var org = _tool.Sign(
            "org.",
            $"@ SOA ns h 1 1 1 1 60\n@ NS ns\nns A {Org}\nexample NS ns.example\nns.example A {Leaf}\nplain NS ns.plain\nns.plain A {Leaf}\n"
            + $"bogus NS ns.bogus\nns.bogus A {Leaf}\n{leaf.Delegation}\n{bogus.Delegation}\n",
            "ED25519",
            chain);
        var root = _tool.Sign(
            ".", $"@ SOA a.root. h. 1 1 1 1 60\n@ NS a.root.\na.root. A {Root}\norg. NS ns.org.\nns.org. A {Org}\n{org.Delegation}\n", "RSASHA256");
        Write("root.zone", root.Text);
        Write("org.zone", org.Text);
        Write("example.org.zone", leaf.Text);
        Write("bogus.org.zone", bogus.Text.Replace("192.0.2.1", "192.0.2.66", StringComparison.Ordinal));
        Write("plain.org.zone", $"$TTL 60\n@ SOA ns h 1 1 1 1 60\n@ NS ns\nns A {Leaf}\nwww A 192.0.2.5\n");
        Write("hints.zone", $". 3600000 NS a.root.\na.root. 3600000 A {Root}\n");
        return root.Delegation[(root.Delegation.IndexOf(" DS ", StringComparison.Ordinal) + 4)..];
    }

    private void Start(NetworkNamespace space, string address, string program, params string[] arguments)
    {
        var running = space.Start(program, arguments);
        _running.Add(running);
        running.WaitUntil(
            () => space.RunLine($"dig @{address} +tries=1 +time=1 +norecurse . SOA").Output.Contains("->>HEADER<<-", StringComparison.Ordinal),
            $"an answer of {program}", TimeSpan.FromSeconds(30));
    }

    private string Write(string name, string text)
    {
        var file = Path.Combine(_folder.FullName, name);
        File.WriteAllText(file, text);
        return file;
    }

    [GeneratedRegex(@"status: (\w+)")]
    private static partial Regex Status();

    [GeneratedRegex(@"flags:[^;]* ad[ ;]")]
    private static partial Regex Authenticated();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
