namespace MirageGen.Xen.Xenbus;

/// <summary>Where one end of a device is on its way up or down (public/io/xenbus.h).</summary>
internal enum XenbusState
{
    /// <summary>Nothing is known of it: its entry is gone.</summary>
    Unknown = 0,

    /// <summary>It begins.</summary>
    Initialising = 1,

    /// <summary>It has said what it offers, and waits for the other.</summary>
    InitWait = 2,

    /// <summary>It has said all, and waits for the other to connect.</summary>
    Initialised = 3,

    /// <summary>It works.</summary>
    Connected = 4,

    /// <summary>It goes down.</summary>
    Closing = 5,

    /// <summary>It is down.</summary>
    Closed = 6,

    /// <summary>It comes up anew.</summary>
    Reconfiguring = 7,

    /// <summary>It has come up anew.</summary>
    Reconfigured = 8,
}
