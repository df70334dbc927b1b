namespace MirageGen;

/// <summary>What lies under a key.</summary>
public enum KeyKind : byte
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A value.</summary>
    Value,

    /// <summary>Further keys.</summary>
    Dictionary,
}
