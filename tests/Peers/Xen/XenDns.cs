using MirageGen.Peers.Dns;
using MirageGen.Peers.Reports;
using MirageGen.XenHost;
using MirageGen.XenHost.Build;
using MirageGen.XenHost.Domains;
using MirageGen.XenHost.Machine;

namespace MirageGen.Peers.Xen;

/// <summary>
/// Our name server as a domain beside BIND and NSD in Debian domains, on one Xen, in one run and in an order that rotates:
/// dnsperf in dom0, the same zone of 10,000 records and the same questions for each.
/// </summary>
internal static class XenDns
{
    private const int Records = 10_000;
    private const int OurMebibytes = 32;
    private const int TheirMebibytes = 256;
    private const int Port = 53;
    private const string Ours = "miragegen";

    /// <summary>Measures and prints a table.</summary>
    /// <param name="build">Where things are built.</param>
    /// <param name="report">Takes the results.</param>
    /// <param name="rounds">How often each is measured.</param>
    /// <param name="seconds">For how long.</param>
    public static async Task MeasureAsync(PeerBuild build, BenchReport report, int rounds, int seconds)
    {
        var zone = BenchZone.Write(build.SourcePath("DnsImage/zones"), Records);
        var image = XenImages.Publish(build, "DnsImage/PeerImage.csproj", "PeerImage");
        await using var rig = await XenRig.BootAsync();
        await Dom0Programs.AddAsync(rig.Dom0, ["dnsperf"], ["usr/bin/dnsperf"], Console.WriteLine);
        var questions = await rig.StageAsync(BenchZone.WriteQuestions(build.Folder, Records));
        XenPeer[] peers =
        [
            new(Ours, Address(40), new(await rig.StageAsync(image)), $"--ipv4 {Subnet(40)} --port 53", "Serving DNS", OurMebibytes),
            Theirs("bind", 42, BindDomain.Of(zone)),
            Theirs("nsd", 44, NsdDomain.Of(zone)),
        ];
        var bytes = ImageBytes.Of(image);
        report.Section(
            "A domain on Xen",
            $"Our name server as a domain of {OurMebibytes} MB beside BIND and NSD, each in a minimal Debian domain of {TheirMebibytes} MB with Debian's kernel for clouds, on one Xen in QEMU without KVM, one processor each; dnsperf in dom0; a zone of {Records} records; {rounds} rounds of {seconds} s each; CPU seconds as xl list counts them. Our image has {bytes.Raw} octets, {bytes.Compressed} by gzip -9.");
        var results = await Rotation.RunAsync(rounds, peers, peer => peer.Name, peer => RunAsync(rig, peer, questions, seconds));
        ServerTable.AddTo(report, "xen", "queries", results);
        AddBound(report, results);

        XenPeer Theirs(string name, int number, DebianDomain domain)
        {
            var debian = XenImages.Debian(build, name, domain);
            var files = new DomainFiles(Share(rig, debian.Kernel), Share(rig, debian.Ramdisk));
            return new(name, Address(number), files, DebianDomain.Arguments(Subnet(number)), DebianDomain.FirstLine, TheirMebibytes);
        }
    }

    /// <summary>What a domain can do about queries per second, where dom0 asks and carries them on the same processor.</summary>
    private static void AddBound(BenchReport report, (string Name, IReadOnlyList<ServerRun> Runs)[] servers)
    {
        var ours = servers[0].Runs;
        report.Section(
            "The bound of queries per second",
            "The processor that the domain has is dom0's too, where dnsperf and the network run. What our queries per second would be if our domain took no time at all, and everything else as much as it did:");
        report.Table(
            ["server", "its share of the processor, %", "our bound, queries/s, to theirs"],
            servers.Select(server => (string[])
            [
                server.Name,
                $"{Spread.Of(server.Runs.Select(run => 100 * run.ProcessorShare)):F0}",
                $"{Spread.Of(ours.Zip(server.Runs, (a, b) => a.PerSecondWithout / b.PerSecond)):F2}",
            ]));
    }

    /// <summary>Boots one, loads it, and destroys it.</summary>
    private static async Task<ServerRun> RunAsync(XenRig rig, XenPeer peer, string questions, int seconds)
    {
        await using var domain = await rig.CreateAsync(peer.Settings(peer.Mebibytes));
        try
        {
            await rig.RunAsync(
                $"head -n 1 {questions} >/tmp/one; for i in $(seq 30); do dnsperf -s {peer.Address} -d /tmp/one -n 1 -c 1 -q 1 -t 1 | grep -q 'NOERROR 1 ' && exit 0; sleep 1; done; exit 1");
        }
        catch (XenHostException error)
        {
            throw new XenHostException($"{peer.Name} does not answer: {error.Message}; it says: {domain.Console.Text}");
        }

        await rig.RunAsync(string.Join(' ', DnsLoad.Arguments(peer.Address, Port, questions, 1)));
        var before = await DomainLoad.ProcessorTimeAsync(rig, domain);
        var report = await rig.RunAsync(string.Join(' ', DnsLoad.Arguments(peer.Address, Port, questions, seconds)));
        return DnsLoad.Read(report, await DomainLoad.ProcessorTimeAsync(rig, domain) - before);
    }

    /// <summary>Gives dom0 a file without bringing it into its memory, which has no room for all of them.</summary>
    private static string Share(XenRig rig, string file)
    {
        var name = $"{Guid.NewGuid():N}";
        File.Copy(file, Path.Combine(rig.Dom0.Share, name));
        return $"{Dom0.SharePath}/{name}";
    }

    private static string Address(int number) => $"10.0.2.{number}";

    private static string Subnet(int number) => $"{Address(number)}/{Dom0Network.PrefixLength}";
}
