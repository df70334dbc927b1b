using MirageGen.XenHost;
using MirageGen.XenHost.Build;
using MirageGen.XenHost.Domains;
using MirageGen.XenHost.Machine;

namespace MirageGen.Peers.Xen;

/// <summary>The Xen of a measurement: its card on a TAP interface in a namespace, with clients for dom0.</summary>
internal sealed class XenRig : IAsyncDisposable
{
    private const string Tap = "tap0";
    private const string Images = "/images";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private XenRig(PeerNamespace space, Dom0 dom0)
    {
        Space = space;
        Dom0 = dom0;
    }

    public PeerNamespace Space { get; }

    public Dom0 Dom0 { get; }

    /// <summary>Boots it; the first time it is downloaded and built, which is said.</summary>
    public static async Task<XenRig> BootAsync()
    {
        var space = new PeerNamespace();
        try
        {
            space.Ip($"tuntap add {Tap} mode tap; link set {Tap} txqueuelen 5000; address add {Dom0Network.HostAddress}/{Dom0Network.PrefixLength} dev {Tap}; link set {Tap} up");

            // A station is asked for every hundredth of a second, so that the first answer is not waited for by the second.
            space.Exec("sh", "-c", $"cd /proc/sys/net/ipv4/neigh/{Tap} && echo 10 >retrans_time_ms && echo 1000000 >mcast_solicit && echo 3 >unres_qlen");
            var files = new Dom0Builder(Dom0Builder.DefaultCache, Console.WriteLine).Build();
            var dom0 = await Dom0.BootAsync(files, new(Dom0Network.Tap(space.Name, Tap)), CancellationToken.None);
            await Dom0Programs.AddAsync(dom0, ["wrk", "apache2-utils"], ["usr/bin/wrk", "usr/bin/ab"], Console.WriteLine);
            return new(space, dom0);
        }
        catch
        {
            space.Dispose();
            throw;
        }
    }

    /// <summary>Copies a file into dom0's memory, so that no reading of the share is part of what is measured.</summary>
    /// <returns>Its path there.</returns>
    public async Task<string> StageAsync(string file)
    {
        var name = $"{Guid.NewGuid():N}";
        File.Copy(file, Path.Combine(Dom0.Share, name));
        await RunAsync($"mkdir -p {Images} && mv {Dom0.SharePath}/{name} {Images}/{name}");
        return $"{Images}/{name}";
    }

    /// <summary>Makes a domain and lets it run.</summary>
    public Task<Domain> CreateAsync(DomainSettings settings) => Domain.CreateAsync(Dom0, settings);

    /// <summary>Makes a domain of a site and waits until it answers.</summary>
    /// <exception cref="XenHostException">It does not.</exception>
    public async Task<Domain> StartAsync(XenPeer site, int mebibytes)
    {
        using var client = FirstAnswer.Start(Space, site);
        var domain = await CreateAsync(site.Settings(mebibytes));
        if (await client.WaitAsync(BootTime.Limit) is not null)
        {
            return domain;
        }

        await domain.DisposeAsync();
        throw new XenHostException($"{site.Name} does not answer: {domain.Console.Text}");
    }

    /// <summary>Runs a script in dom0, which must succeed, and returns what it printed.</summary>
    public async Task<string> RunAsync(string script)
    {
        var result = await Dom0.RunAsync(script, Limit);
        return result.ExitCode == 0 ? result.Output : throw new XenHostException($"dom0: {script}: {result.Output}{result.Errors}");
    }

    public async ValueTask DisposeAsync()
    {
        await Dom0.DisposeAsync();
        Space.Dispose();
    }
}
