namespace MirageGen.Xen.Store;

/// <summary>What a message asks of xenstored, or is (docs/misc/xenstore.txt and public/io/xs_wire.h of Xen).</summary>
internal enum StoreOperation : uint
{
    /// <summary>The names below a path.</summary>
    Directory = 1,

    /// <summary>The value at a path.</summary>
    Read = 2,

    /// <summary>Has changes at and below a path told.</summary>
    Watch = 4,

    /// <summary>Ends a watch.</summary>
    Unwatch = 5,

    /// <summary>Begins a transaction.</summary>
    TransactionStart = 6,

    /// <summary>Ends a transaction, with T or F.</summary>
    TransactionEnd = 7,

    /// <summary>Sets the value at a path.</summary>
    Write = 11,

    /// <summary>Something has changed at or below a watched path.</summary>
    WatchEvent = 15,

    /// <summary>A request failed.</summary>
    Error = 16,
}
