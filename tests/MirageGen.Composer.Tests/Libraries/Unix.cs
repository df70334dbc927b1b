// A target with an operating system, small enough to read: what MirageGen.Unix looks like to the composer.
using System;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Logging;
using MirageGen;
using MirageGen.Composition;
using MirageGen.Signatures;

[assembly: Backend("unix", typeof(MirageGen.Unix.UnixMachine), HasOperatingSystem = true)]

namespace MirageGen.Unix;

public sealed class UnixMachine
{
    public static int Run(BootImage image, string[] arguments, Func<UnixMachine, BootArguments, CancellationToken, Task<int>> compose)
    {
        Image = image;
        return compose(new UnixMachine(), BootArguments.Parse(image, arguments), CancellationToken.None).GetAwaiter().GetResult();
    }

    public static BootImage? Image { get; private set; }
}

[Device(typeof(TimeProvider), Target = "unix", Shared = true)]
public sealed class UnixClock(UnixMachine machine) : TimeProvider
{
    public UnixMachine Machine => machine;
}

[Device(typeof(ILoggerFactory), Target = "unix", Shared = true)]
public sealed class ConsoleLoggerFactory(TimeProvider clock) : ILoggerFactory
{
    public TimeProvider Clock => clock;

    public ILogger CreateLogger(string categoryName) => Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void Dispose()
    {
    }
}

[Device(typeof(IRandom), Target = "unix", Shared = true)]
public sealed class UnixRandom : IRandom
{
    public void Fill(Span<byte> destination) => destination.Clear();
}

[Device(typeof(IHostStack), Target = "unix", Shared = true)]
public sealed class HostStack : IHostStack, IAsyncDisposable
{
    private HostStack(UnixMachine machine) => Machine = machine;

    public UnixMachine Machine { get; }

    public static ValueTask<HostStack> ConnectAsync(UnixMachine machine, ILogger<HostStack> log) => new(new HostStack(machine));

    public ValueTask DisposeAsync() => default;
}

[Device(typeof(IHostStack), Target = "unix", When = "MirageNet=direct")]
public sealed class DirectStack(ILink link, TimeProvider clock, IRandom random) : IHostStack
{
    public object[] Parts => [link, clock, random];
}

[Device(typeof(ILink), Target = "unix")]
public sealed class TapLink(
    UnixMachine machine,
    [DeviceName] string name,
    [Argument("Name of the TAP interface")] string @interface = "tap0") : ILink, IDisposable
{
    public object[] Parts => [machine, name, @interface];

    public void Dispose()
    {
    }
}

[Device(typeof(IStore), Target = "unix")]
public sealed class DirectoryStore([DeviceName] string name, [Argument("Directory to serve")] string? directory = null) : IStore
{
    public object?[] Parts => [name, directory];
}
