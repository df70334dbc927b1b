using MirageGen.Unix.Ports;

namespace MirageGen.Unix.Tcp;

/// <summary>One socket that listens on one address.</summary>
internal abstract class ListenSocket : IBoundSocket
{
    /// <inheritdoc/>
    public abstract IpEndpoint LocalEndpoint { get; }

    /// <summary>Told on the loop when someone may wait.</summary>
    public HostListener? Listener { get; set; }

    /// <summary>Whether someone may wait.</summary>
    public bool MayAccept { get; protected set; }

    /// <summary>The host's words after <see cref="AcceptStatus.NoRoom"/>.</summary>
    public string Cause { get; protected set; } = string.Empty;

    /// <summary>Takes the next connection, if one waits.</summary>
    public abstract AcceptStatus TryAccept(out SocketFlow? flow);

    /// <inheritdoc/>
    public abstract void Close();

    /// <summary>Someone may wait.</summary>
    protected void OnAcceptable()
    {
        MayAccept = true;
        Listener?.Pump();
    }
}
