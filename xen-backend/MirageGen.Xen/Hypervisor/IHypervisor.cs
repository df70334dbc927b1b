namespace MirageGen.Xen.Hypervisor;

/// <summary>
/// What the drivers ask of the hypervisor: memory that another domain may be let into, and event channels. An image has one
/// implementation of it, whose calls the compiler resolves; the drivers' tests have another.
/// </summary>
internal unsafe interface IHypervisor
{
    /// <summary>Takes zeroed pages that follow each other.</summary>
    /// <exception cref="DeviceException">There is no memory for them.</exception>
    byte* TakePages(int count);

    /// <summary>Gives them back. No other domain may have access to them any more.</summary>
    void GivePages(byte* first, int count);

    /// <summary>The frame number by which the page at an address is granted.</summary>
    uint FrameOf(byte* address);

    /// <summary>Makes an event channel that a domain may bind the other end of.</summary>
    /// <param name="remote">The domain.</param>
    /// <param name="handler">Called on the loop when the other end has notified.</param>
    /// <returns>Its port, for the other end to be told.</returns>
    /// <exception cref="DeviceException">The hypervisor refuses.</exception>
    uint OpenPort(ushort remote, IEventHandler handler);

    /// <summary>Has a handler called for a port that is there since boot.</summary>
    void ListenTo(uint port, IEventHandler handler);

    /// <summary>Notifies the other end.</summary>
    void Notify(uint port);

    /// <summary>Closes a port; its handler is not called any more.</summary>
    void ClosePort(uint port);

    /// <summary>xenstored's page and event channel, as the toolstack has made them for the present domain.</summary>
    /// <exception cref="DeviceException">It has made none.</exception>
    (nint Page, uint Port) StoreChannel { get; }

    /// <summary>xenconsoled's page and event channel.</summary>
    /// <inheritdoc cref="StoreChannel"/>
    (nint Page, uint Port) ConsoleChannel { get; }

    /// <summary>
    /// Suspends the domain until it goes on. In another domain no port is open but the toolstack's and nobody listens to any; the grant
    /// table is not where it was; other domains hold nothing of this one.
    /// </summary>
    /// <returns>Whether it is another domain: else it is the same, and all is as it was.</returns>
    /// <exception cref="DeviceException">The hypervisor refuses; nothing has happened.</exception>
    bool Suspend();
}
