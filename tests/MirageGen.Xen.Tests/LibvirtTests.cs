using System.Xml.Linq;
using MirageGen.Interop;
using MirageGen.XenHost.Build;
using MirageGen.XenHost.Machine;

namespace MirageGen.Xen.Tests;

/// <summary>The domain that a publish writes down for libvirt, taken by a libvirt in dom0.</summary>
[Collection(OnRealXen.Name)]
public sealed class LibvirtTests(Website website, RealXen xen)
{
    private const string Address = "10.0.2.95";
    private const string Virsh = "virsh -c xen:///";

    [Fact]
    public async Task Virsh_creates_the_domain_shows_its_console_and_shuts_it_down()
    {
        await StartLibvirtAsync();
        try
        {
            await xen.RunAsync($"{Virsh} create {WriteDomain()}");
            var page = xen.Space.Run("curl", "-sS", "--fail", "--retry", "30", "--retry-delay", "1", "--retry-all-errors", "-m", "60", $"http://{Address}/");

            // What nobody has read yet is there for who comes first.
            await xen.RunAsync(
                $$"""
                cd /tmp && mkfifo virsh-keys
                script -qefc '{{Virsh}} console StaticWebsite' virsh-console <virsh-keys >/dev/null &
                exec 3>virsh-keys
                until grep -q 'Serving HTTP on port 80' virsh-console; do usleep 50000; done
                printf '\035' >&3
                wait $!
                """);

            Assert.Equal(await Website.PageAsync("index.html"), System.Text.Encoding.UTF8.GetBytes(page.Succeeded()));
            Assert.Equal("Domain-0\nStaticWebsite\n", await ListAsync());
            await xen.RunAsync($"{Virsh} shutdown StaticWebsite; while {Virsh} domstate StaticWebsite >/dev/null 2>&1; do usleep 100000; done");
            Assert.Equal("Domain-0\n", await ListAsync());
        }
        finally
        {
            await xen.RunAsync("kill $(head -n 1 /run/libvirtd.pid | grep -o '^[0-9]*')");
        }
    }

    /// <summary>The published file with the image's place in dom0 and boot arguments, the two things that a user fills in.</summary>
    /// <returns>Its path in dom0.</returns>
    private string WriteDomain()
    {
        File.Copy(website.Kernel, Path.Combine(xen.Dom0.Share, "StaticWebsite.xen"), overwrite: true);
        var domain = XDocument.Load(Path.ChangeExtension(website.Kernel, ".xml"));
        var boot = domain.Root!.Element("os")!;
        boot.SetElementValue("kernel", $"{Dom0.SharePath}/StaticWebsite.xen");
        boot.SetElementValue("cmdline", $"--ipv4 {Address}/{Dom0Network.PrefixLength} --port 80");
        domain.Save(Path.Combine(xen.Dom0.Share, "StaticWebsite.xml"));
        return $"{Dom0.SharePath}/StaticWebsite.xml";
    }

    /// <summary>A libvirtd with its driver for Xen. It wants to know root, and a model of the processor, of which QEMU's has none that it knows.</summary>
    private async Task StartLibvirtAsync()
    {
        await Dom0Programs.AddAsync(
            xen.Dom0,
            ["libvirt-daemon", "libvirt-daemon-driver-xen", "libvirt-clients", "bsdutils"],
            ["usr/sbin/libvirtd", "usr/bin/virsh", "usr/bin/script", "usr/lib/x86_64-linux-gnu/libvirt/connection-driver/libvirt_driver_libxl.so"],
            Console.WriteLine);
        await xen.RunAsync(
            $"""
            mkdir -p /etc/libvirt /usr/share/libvirt/cpu_map /var/lib/libvirt /var/log/libvirt /var/cache/libvirt
            echo 'root:x:0:0:root:/root:/bin/sh' >/etc/passwd
            echo 'root:x:0:' >/etc/group
            printf 'auth_unix_ro = "none"\nauth_unix_rw = "none"\n' >/etc/libvirt/libvirtd.conf
            echo '<cpus><arch name="x86"><model name="any"><decode host="on" guest="on"/></model></arch></cpus>' >/usr/share/libvirt/cpu_map/index.xml
            libvirtd -d
            for i in $(seq 300); do {Virsh} version >/dev/null 2>&1 && exit; usleep 100000; done
            {Virsh} version
            """);
    }

    private async Task<string> ListAsync() => (await xen.RunAsync($"{Virsh} list --name")).TrimEnd('\n') + "\n";
}
