using MirageGen.Composition;
using MirageGen.Loop;
using MirageGen.Unix.Consoles;
using MirageGen.Unix.Events;
using MirageGen.Unix.Machine;

namespace MirageGen.Unix;

/// <summary>The process that an appliance runs as: its loop, its standard streams, its signals and its exit code.</summary>
/// <remarks>
/// SIGINT and SIGTERM ask the appliance to stop: its token is cancelled, and it has ten seconds to end and to have its
/// devices disposed. Then, or at a second signal, the process ends at once. The exit code is the appliance's own, or one
/// of <see cref="ExitCodes"/>.
/// </remarks>
public sealed class UnixMachine
{
    internal UnixMachine(UnixLoop events, OutputStream output, OutputStream errors)
    {
        Events = events;
        Output = output;
        Errors = errors;
        Input = new InputLines(events);
    }

    /// <summary>The loop of the process.</summary>
    public EventLoop Loop => Events;

    internal UnixLoop Events { get; }

    internal InputLines Input { get; }

    internal OutputStream Output { get; }

    internal OutputStream Errors { get; }

    /// <summary>Runs an appliance to its end.</summary>
    /// <param name="image">What is run.</param>
    /// <param name="arguments">The command line, without the program's name.</param>
    /// <param name="compose">Makes the devices and the appliance and runs it, on the loop; its result is the exit code.</param>
    /// <returns>The exit code.</returns>
    public static int Run(
        BootImage image,
        string[] arguments,
        Func<UnixMachine, BootArguments, CancellationToken, Task<int>> compose)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(compose);
        using var boot = new UnixBoot(image, UnixBoot.GraceTime);
        return boot.Run(UnixLoop.Create, arguments, compose);
    }
}
