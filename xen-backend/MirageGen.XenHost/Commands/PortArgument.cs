using MirageGen.XenHost.Machine;

namespace MirageGen.XenHost.Commands;

/// <summary>A boot argument that says on which TCP port a domain serves, so that nobody has to say it twice.</summary>
/// <param name="Name">Its name, without hyphens in front.</param>
/// <param name="Default">The port when it is not given; null when there is none then.</param>
internal sealed record PortArgument(string Name, ushort? Default)
{
    /// <summary>The first port of 127.0.0.1 that everybody may take.</summary>
    public const int FirstFree = 1024;

    /// <summary>How far above a lower one the port of 127.0.0.1 lies: 8080 leads to 80.</summary>
    public const int Lift = 8000;

    /// <summary>Reads NAME=GUESTPORT, or NAME= where it has no default.</summary>
    /// <returns>Null when it is not that.</returns>
    public static PortArgument? Parse(string text) =>
        text.Split('=') is not [{ Length: > 0 } name, var port] ? null
        : port.Length == 0 ? new(name, null)
        : PortForward.ParsePort(port) is { } number ? new(name, number)
        : null;

    /// <summary>What leads to the domain's port.</summary>
    /// <param name="bootWords">The words of the domain's command line. What is wrong with them the domain says itself.</param>
    /// <returns>None where no port is known.</returns>
    public IEnumerable<PortForward> Forwards(IReadOnlyList<string> bootWords) =>
        (Given(bootWords) is { } given ? PortForward.ParsePort(given) : Default) is { } port
            ? [new((ushort)(port < FirstFree ? port + Lift : port), Dom0Network.DomainAddress, port)]
            : [];

    /// <summary>As the domain reads it, --NAME VALUE or --NAME=VALUE; it refuses a second one.</summary>
    private string? Given(IReadOnlyList<string> words)
    {
        for (var i = 0; i < words.Count; i++)
        {
            if (words[i] == $"--{Name}")
            {
                return i + 1 < words.Count ? words[i + 1] : string.Empty;
            }

            if (words[i].StartsWith($"--{Name}=", StringComparison.Ordinal))
            {
                return words[i][(Name.Length + 3)..];
            }
        }

        return null;
    }
}
