using System.Net;
using System.Net.Sockets;
using MirageGen.XenHost.Build;
using MirageGen.XenHost.Domains;
using MirageGen.XenHost.Local;
using MirageGen.XenHost.Machine;

namespace MirageGen.XenHost.Commands;

/// <summary>Runs an image on this machine's Xen, or on one in QEMU where there is none.</summary>
/// <param name="signals">When the user has had enough.</param>
/// <param name="report">Receives lines for the user.</param>
internal sealed class ImageRunner(StopSignals signals, Action<string> report)
{
    private const int MostNameLength = 32;

    /// <summary>Runs it to its end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(RunOptions options, Stream input, Stream output)
    {
        string bootLine;
        try
        {
            bootLine = BootWords.Join(options.BootWords);
            Check(options);
        }
        catch (XenHostException error)
        {
            report(error.Message);
            return CommandLine.BadArguments;
        }

        await using var dom0 = await StartDom0Async(options);
        var settings = new DomainSettings(options.Image)
        {
            Name = NameOf(options.Image),
            MemoryMebibytes = options.MemoryMebibytes,
            VirtualProcessors = options.VirtualProcessors,
            Arguments = bootLine,
            Bridge = !options.HasNetwork ? null : dom0 is LocalDom0 ? options.Bridge : Dom0Network.Bridge,
            Disks = [.. options.Disks.Select(dom0.DiskPath)],
        };
        return await new DomainRun(dom0, signals, report).RunAsync(settings, input, output);
    }

    /// <summary>The image's name as a domain's.</summary>
    internal static string NameOf(string image)
    {
        var name = string.Concat(Path.GetFileNameWithoutExtension(image).Take(MostNameLength).Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-'));
        return name.Length > 0 ? name : "domain";
    }

    /// <summary>What is wrong is said before anything is downloaded or booted.</summary>
    private static void Check(RunOptions options)
    {
        PvhImage.Check(options.Image);
        foreach (var disk in options.Disks.Where(disk => !File.Exists(disk)))
        {
            throw new XenHostException($"there is no disk {disk}");
        }
    }

    private async Task<IDom0> StartDom0Async(RunOptions options)
    {
        if (LocalDom0.IsHere())
        {
            LocalDom0.Check(options.HasNetwork ? options.Bridge : null);
            report($"this machine is a dom0 of Xen: the domain runs here{(options.HasNetwork ? $", on the bridge {options.Bridge}" : string.Empty)}");
            if (options.Forwards.Count > 0)
            {
                report("no ports are forwarded here: the domain is reached at its own address on the bridge, which its boot arguments or a DHCP server there give it");
            }

            return new LocalDom0();
        }

        CheckPorts(options.Forwards);

        // Programs that build it are ended by the kernel when we are.
        var files = await Task.Run(new Dom0Builder(Dom0Builder.DefaultCache, report).Build).WaitAsync(signals.Stop);
        report("booting Xen and its dom0 in QEMU");
        var dom0 = await Dom0.BootAsync(
            files,
            new(options.HasNetwork ? Dom0Network.User(options.Forwards) : Dom0Network.None)
            {
                DomainMebibytes = options.MemoryMebibytes,
                Disks = options.Disks,
            },
            signals.Stop);
        foreach (var forward in options.Forwards)
        {
            report($"127.0.0.1:{forward.HostPort} leads to {forward.Address}:{forward.Port}");
        }

        return dom0;
    }

    /// <summary>QEMU would say it too, after the boot and in words of its own.</summary>
    private static void CheckPorts(IEnumerable<PortForward> forwards)
    {
        foreach (var forward in forwards)
        {
            using var listener = new TcpListener(IPAddress.Loopback, forward.HostPort);
            try
            {
                listener.Start();
            }
            catch (SocketException error)
            {
                throw new XenHostException($"port {forward.HostPort} of 127.0.0.1 cannot be forwarded: {error.Message}", error);
            }
        }
    }
}
