using MirageGen.Dns.Wire;

namespace MirageGen.Dns.Transfer;

/// <summary>Asks a server one thing by datagram, again and again for a while, each time from a port of chance and with an id of chance.</summary>
internal sealed class RepeatedExchange(INetworkStack stack, TimeProvider clock, IRandom random)
{
    /// <summary>Asks.</summary>
    /// <param name="remote">Whom.</param>
    /// <param name="request">What.</param>
    /// <param name="key">Signs the request, and the response must be signed with it; null for neither.</param>
    /// <param name="tries">How often it is sent at most.</param>
    /// <param name="wait">How long is waited for the first one's response; for each further one's twice as long.</param>
    /// <param name="stop">Gives up.</param>
    /// <returns>The response; null when there was none.</returns>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async Task<byte[]?> AskAsync(IpEndpoint remote, ZoneRequest request, TsigKey? key, int tries, TimeSpan wait, CancellationToken stop)
    {
        var octets = new byte[ZoneRequest.MaxOctets];
        for (var i = 0; i < tries; i++, wait *= 2)
        {
            var transaction = key is null ? null : new TsigTransaction(key);
            var id = (ushort)random.NextUInt32();
            var response = new TaskCompletionSource<byte[]>();
            await using var socket = stack.Udp.Bind(IpEndpoint.OnEveryAddress(0), (_, in datagram) =>
            {
                if (datagram.Path.Remote == remote && request.Judge(datagram.Payload, id, transaction, Now) is null)
                {
                    response.TrySetResult(datagram.Payload.ToArray());
                }
            });
            socket.TrySend(new(remote), octets.AsSpan(0, request.Write(octets, id, transaction, Now)));
            try
            {
                return await response.Task.WaitAsync(wait, clock, stop);
            }
            catch (TimeoutException)
            {
                // Lost, or nobody is there: it is asked again.
            }
        }

        return null;
    }

    private ulong Now => (ulong)clock.GetUtcNow().ToUnixTimeSeconds();
}
