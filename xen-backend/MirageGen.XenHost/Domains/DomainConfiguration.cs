using System.Globalization;
using System.Text;

namespace MirageGen.XenHost.Domains;

/// <summary>Writes a domain's settings as xl.cfg(5).</summary>
internal static class DomainConfiguration
{
    private const int MostDisks = 16;

    /// <param name="settings">What it is made of.</param>
    /// <param name="name">The domain's name, unique in its dom0.</param>
    /// <param name="files">What it boots.</param>
    public static string Write(DomainSettings settings, string name, DomainFiles files)
    {
        var text = new StringBuilder()
            .AppendLine(CultureInfo.InvariantCulture, $"name = {Quote(name)}")
            .AppendLine("type = \"pvh\"")
            .AppendLine(CultureInfo.InvariantCulture, $"kernel = {Quote(files.Kernel)}")
            .AppendLine(CultureInfo.InvariantCulture, $"extra = {Quote(settings.Arguments)}")
            .AppendLine(CultureInfo.InvariantCulture, $"memory = {settings.MemoryMebibytes}")
            .AppendLine(CultureInfo.InvariantCulture, $"vcpus = {settings.VirtualProcessors}")

            // The emulated host does not vouch for its time stamp counter; Xen would then emulate it for domains, 70 us a reading.
            .AppendLine("tsc_mode = \"native\"");

        if (files.Ramdisk is { } ramdisk)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"ramdisk = {Quote(ramdisk)}");
        }

        // A domain that has ended stays until it is destroyed, so that whoever waits for it learns how it ended.
        foreach (var end in (string[])["on_poweroff", "on_reboot", "on_crash", "on_watchdog"])
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{end} = \"preserve\"");
        }

        if (settings.Bridge is { } bridge)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"vif = [{Quote($"bridge={CheckBridge(bridge)}")}]");
        }

        var disks = settings.Disks.Select(static file => (file, "rw")).Concat(settings.ReadOnlyDisks.Select(static file => (file, "ro"))).ToArray();
        if (disks.Length > 0)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"disk = [{string.Join(", ", disks.Select(Disk))}]");
        }

        return text.ToString();
    }

    /// <summary>See xl-disk-configuration(5): target comes last, for it takes all that follows, commas too.</summary>
    private static string Disk((string File, string Access) disk, int number) =>
        number < MostDisks
            ? Quote($"format=raw, vdev=xvd{(char)('a' + number)}, access={disk.Access}, target={disk.File}")
            : throw new XenHostException($"a domain has {MostDisks} disks at most");

    private static string CheckBridge(string name) =>
        name.Length > 0 && !name.AsSpan().ContainsAny(", =")
            ? name
            : throw new XenHostException($"'{name}' is no name of a bridge");

    /// <summary>A string of xl.cfg has no escapes: what it cannot hold is refused.</summary>
    /// <exception cref="XenHostException">It holds both kinds of quotes, or a line's end.</exception>
    private static string Quote(string text)
    {
        if (text.AsSpan().ContainsAny('\n', '\r', '\0'))
        {
            throw new XenHostException("a domain's name, arguments and files' names are one line");
        }

        return !text.Contains('"', StringComparison.Ordinal) ? $"\"{text}\""
            : !text.Contains('\'', StringComparison.Ordinal) ? $"'{text}'"
            : throw new XenHostException($"Xen's tools take nothing with both kinds of quotes: {text}");
    }
}
