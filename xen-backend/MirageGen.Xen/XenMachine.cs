using System.Text;
using MirageGen.Composition;
using MirageGen.Loop;
using MirageGen.Xen.Consoles;
using MirageGen.Xen.Interop;
using MirageGen.Xen.Machine;

namespace MirageGen.Xen;

/// <summary>The domain that an appliance is: its loop, its console, what it shares with the hypervisor, and how it ends.</summary>
/// <remarks>
/// <c>xl shutdown</c> and <c>xl reboot</c> ask the appliance to stop: its token is cancelled, and it has ten seconds to end and to have
/// its devices disposed. Then, or at a second request, the domain ends at once. A domain whose appliance ends well powers off or
/// reboots, as it was asked; one whose appliance fails crashes, after a line on its console that says why.
/// </remarks>
public sealed class XenMachine
{
    internal XenMachine(EventLoop loop, ConsoleRing console, XenDomain domain)
    {
        Loop = loop;
        Console = console;
        Domain = domain;
    }

    /// <summary>The loop of the domain.</summary>
    public EventLoop Loop { get; }

    internal ConsoleRing Console { get; }

    internal XenDomain Domain { get; }

    /// <summary>Runs an appliance to its end.</summary>
    /// <param name="image">What is run.</param>
    /// <param name="arguments">The domain's command line, in words.</param>
    /// <param name="compose">Makes the devices and the appliance and runs it, on the loop; its result is the exit code.</param>
    /// <returns>The exit code: zero powers the domain off, any other is a crash.</returns>
    public static int Run(
        BootImage image,
        string[] arguments,
        Func<XenMachine, BootArguments, CancellationToken, Task<int>> compose)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(compose);
        if (Shim.IsXen() == 0)
        {
            return FailAtOnce(image, "this image runs as a domain of Xen; there is none underneath");
        }

        XenBoot boot;
        try
        {
            boot = new(image);
        }
        catch (DeviceException error)
        {
            return FailAtOnce(image, error.Message);
        }

        using (boot)
        {
            return boot.Run(arguments, compose);
        }
    }

    // Before there is a console. Not by .NET's own, which would be a tenth of a small image.
    private static unsafe int FailAtOnce(BootImage image, string message)
    {
        const int StandardError = 2;
        var line = Encoding.UTF8.GetBytes(ApplianceRun.Line(image, message));
        fixed (byte* first = line)
        {
            _ = Shim.Write(StandardError, first, (nuint)line.Length);
        }

        return ExitCodes.Device;
    }
}
