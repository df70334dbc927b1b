namespace MirageGen.TestKit;

/// <summary>DNS_CLIENT: the names of the world's hosts, and those given with <see cref="SimulatedInternet.AddName"/>.</summary>
[Device(typeof(INameResolver), Target = SimulatedHost.Target, Shared = true)]
public sealed class SimulatedResolver : INameResolver
{
    private readonly SimulatedHost _host;

    internal SimulatedResolver(SimulatedHost host) => _host = host;

    /// <summary>How long an answer takes; nothing by default, and then it comes at once.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Fails every lookup with this message while it is not null, as when no server answers.</summary>
    public string? Failure { get; set; }

    /// <summary>The resolver of a host: one, whoever asks.</summary>
    public static ValueTask<SimulatedResolver> ConnectAsync(SimulatedHost host)
    {
        ArgumentNullException.ThrowIfNull(host);
        return new(host.Resolver);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<IpAddress>> ResolveAsync(string host, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(host);
        cancellation.ThrowIfCancellationRequested();
        if (IpAddress.TryParse(host, out var literal))
        {
            return [literal];
        }

        if (Delay > TimeSpan.Zero)
        {
            await Task.Delay(Delay, _host.World.Clock, cancellation);
        }

        if (Failure is { } failure)
        {
            throw new DeviceException($"cannot resolve '{host}': {failure}");
        }

        var internet = _host.World.Internet;
        return internet.TryResolve(host, out var addresses)
            ? addresses
            : throw new DeviceException($"cannot resolve '{host}': no such name; the world knows {string.Join(", ", internet.Names)}");
    }
}
