using MirageGen.Xen.Machine;
using MirageGen.Xen.Store;

namespace MirageGen.Xen.Xenbus;

/// <summary>What a kind of device adds to the handshake that all have in common.</summary>
internal interface IFrontend
{
    /// <summary>The state in which the other end expects to find what is offered: it differs from kind to kind.</summary>
    XenbusState OfferedState { get; }

    /// <summary>
    /// The other end says what it offers, in the store below <see cref="FrontendLink.BackendPath"/>: makes rings and event channels, anew
    /// if there were some.
    /// </summary>
    /// <returns>What to write below the device's own path, for the other end to read.</returns>
    Task<IReadOnlyDictionary<string, string>> OfferAsync(FrontendLink link, XenStore store);

    /// <summary>The other end has connected: what was offered works.</summary>
    Task ConnectAsync(FrontendLink link, XenStore store);

    /// <summary>The other end goes down, or has gone: gives up rings and event channels.</summary>
    void Disconnect();

    /// <inheritdoc cref="ISuspendable.IsQuiet"/>
    bool IsQuiet { get; }

    /// <inheritdoc cref="ISuspendable.Hold"/>
    void Hold();

    /// <summary>The domain has become another one, where its event channel is not: forgets that. <see cref="Disconnect"/> follows.</summary>
    void LosePort();

    /// <inheritdoc cref="ISuspendable.GoOn"/>
    void GoOn();
}
