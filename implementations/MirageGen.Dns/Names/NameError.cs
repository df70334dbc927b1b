namespace MirageGen.Dns;

/// <summary>Why octets or text are no domain name.</summary>
internal enum NameError : byte
{
    /// <summary>They are one.</summary>
    None,

    /// <summary>They end before the name does.</summary>
    Truncated,

    /// <summary>A label has no octets, but it is not the root's.</summary>
    EmptyLabel,

    /// <summary>A label has more than 63 octets (RFC 1035 section 2.3.4).</summary>
    LabelTooLong,

    /// <summary>The name has more than 255 octets (RFC 1035 section 2.3.4).</summary>
    NameTooLong,

    /// <summary>A label begins with bits that mean neither a length nor a pointer (RFC 6891 section 5).</summary>
    LabelType,

    /// <summary>A pointer does not lead backwards, or stands where none may.</summary>
    Pointer,

    /// <summary>A backslash is followed by neither a character nor three digits up to 255.</summary>
    Escape,

    /// <summary>The text has a character that is written as an escape only: a space, a control, one beyond ASCII.</summary>
    Character,

    /// <summary>The name is relative, and there is no origin.</summary>
    NoOrigin,
}
