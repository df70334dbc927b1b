namespace MirageGen.Unix.Ports;

/// <summary>Has a port bound on every address it is wanted on: the same port on each, or none at all.</summary>
/// <param name="addresses">The addresses of the stack, some of which the host may lack.</param>
internal sealed class PortBinder(ListenAddresses addresses)
{
    private const int FirstUnprivilegedPort = 1024;

    // A port that is free on one address may be taken on another; so often another one is tried.
    private const int Attempts = 32;

    /// <summary>The addresses of the stack.</summary>
    public ListenAddresses Addresses => addresses;

    /// <summary>Binds.</summary>
    /// <typeparam name="TSocket">The kind of socket.</typeparam>
    /// <param name="local">As the application asked: without an address all of the stack's, port zero any free one.</param>
    /// <param name="all">The stack's addresses.</param>
    /// <param name="verb">For the message: <c>listen on</c>.</param>
    /// <param name="bind">Binds one socket to an endpoint that has an address.</param>
    /// <exception cref="DeviceException">It is not to be had.</exception>
    public TSocket[] Bind<TSocket>(
        IpEndpoint local, IReadOnlyList<IpAddress> all, string verb, Func<IpEndpoint, BindOutcome<TSocket>> bind)
        where TSocket : class, IBoundSocket
    {
        var wanted = local.Address.IsNone ? all : [local.Address];
        for (var attempt = 1; ; attempt++)
        {
            var bound = new List<TSocket>(wanted.Count);
            if (TryBindAll(wanted, local, bound, bind, out var failed, out var outcome))
            {
                return [.. bound];
            }

            bound.ForEach(static socket => socket.Close());
            if (local.Port != 0 || outcome.Error != BindError.InUse || attempt == Attempts)
            {
                throw new DeviceException($"cannot {verb} {failed}: {outcome.Cause}{Advice(failed, outcome.Error)}");
            }
        }
    }

    private bool TryBindAll<TSocket>(
        IReadOnlyList<IpAddress> wanted,
        IpEndpoint local,
        List<TSocket> bound,
        Func<IpEndpoint, BindOutcome<TSocket>> bind,
        out IpEndpoint failed,
        out BindOutcome<TSocket> outcome)
        where TSocket : class, IBoundSocket
    {
        failed = default;
        outcome = default;
        var port = local.Port;
        foreach (var address in wanted)
        {
            var at = new IpEndpoint(address, port);
            var attempt = bind(at);
            if (attempt.Socket is { } socket)
            {
                bound.Add(socket);
                port = socket.LocalEndpoint.Port;
                continue;
            }

            failed = at;
            outcome = attempt;
            if (attempt.Error != BindError.NoAddress || !local.Address.IsNone || !addresses.MayLack(address))
            {
                return false;
            }
        }

        return bound.Count > 0;
    }

    private static string Advice(IpEndpoint at, BindError error) => error switch
    {
        BindError.Denied when at.Port is > 0 and < FirstUnprivilegedPort =>
            $" (ports below {FirstUnprivilegedPort} need privilege; try --port 8080)",
        BindError.NoAddress => " (not an address of this host; --listen says where to listen)",
        _ => string.Empty,
    };
}
