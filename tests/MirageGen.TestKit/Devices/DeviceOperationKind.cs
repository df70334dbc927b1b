namespace MirageGen.TestKit;

/// <summary>What a storage device is asked to do.</summary>
public enum DeviceOperationKind
{
    /// <summary>Read a value, a part of it, sectors, or what is known of a key.</summary>
    Read,

    /// <summary>List a dictionary.</summary>
    List,

    /// <summary>Write a value or sectors.</summary>
    Write,

    /// <summary>Remove what lies under a key, or discard sectors.</summary>
    Remove,

    /// <summary>Move a value or a dictionary.</summary>
    Rename,

    /// <summary>Apply a batch of writes.</summary>
    Apply,

    /// <summary>Make what was written safe.</summary>
    Flush,
}
