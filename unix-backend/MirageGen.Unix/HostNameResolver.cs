using System.Net;
using System.Net.Sockets;

namespace MirageGen.Unix;

/// <summary>DNS_CLIENT by the host's resolver, which also knows its hosts file.</summary>
/// <remarks>
/// Addresses in text form are returned at once. The host's resolver blocks, so it runs on threads of its own, a limited
/// number at a time; an answer comes back on the loop.
/// </remarks>
[Device(typeof(INameResolver), Target = "unix", When = "MirageNet=sockets", Shared = true)]
public sealed class HostNameResolver : INameResolver
{
    /// <summary>Look-ups under way at once; more are refused.</summary>
    private const int MostLookUps = 64;

    /// <summary>How long a look-up may take.</summary>
    private static readonly TimeSpan LookUpTime = TimeSpan.FromSeconds(15);

    private readonly TimeProvider _clock;
    private readonly Func<string, Task<IPAddress[]>> _ask;
    private int _underWay;

    /// <summary>Makes it.</summary>
    /// <param name="clock">Limits how long a look-up may take.</param>
    public HostNameResolver(TimeProvider clock)
        : this(clock, Dns.GetHostAddressesAsync)
    {
    }

    /// <summary>Makes one that asks somebody else.</summary>
    internal HostNameResolver(TimeProvider clock, Func<string, Task<IPAddress[]>> ask)
    {
        _clock = clock;
        _ask = ask;
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<IpAddress>> ResolveAsync(string host, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(host);
        return IpAddress.TryParse(host, out var address) ? new([address]) : LookUpAsync(host, cancellation);
    }

    private async ValueTask<IReadOnlyList<IpAddress>> LookUpAsync(string host, CancellationToken cancellation)
    {
        if (_underWay >= MostLookUps)
        {
            throw new DeviceException($"cannot resolve '{host}': {MostLookUps} look-ups are under way already");
        }

        var answer = AskAsync(host);
        try
        {
            var addresses = await answer.WaitAsync(LookUpTime, _clock, cancellation);
            return addresses.Length > 0
                ? [.. addresses.Select(IpAddress.From)]
                : throw new DeviceException($"cannot resolve '{host}': it has no address");
        }
        catch (TimeoutException)
        {
            throw new DeviceException($"cannot resolve '{host}': no answer within {LookUpTime.TotalSeconds:0} seconds");
        }
        catch (SocketException error)
        {
            throw new DeviceException($"cannot resolve '{host}': {Reason(error)}", error);
        }
        catch (ArgumentException error)
        {
            // A name that is too long for DNS.
            throw new DeviceException($"cannot resolve '{host}': it is not a host name", error);
        }
    }

    // Counted until the host has answered, also when nobody waits any more: the thread is busy until then.
    private async Task<IPAddress[]> AskAsync(string host)
    {
        _underWay++;
        try
        {
            return await _ask(host);
        }
        finally
        {
            _underWay--;
        }
    }

    private static string Reason(SocketException error) => error.SocketErrorCode switch
    {
        SocketError.HostNotFound or SocketError.NoData => "there is no such host",
        SocketError.TryAgain => "no name server answered",
        _ => error.Message,
    };
}
