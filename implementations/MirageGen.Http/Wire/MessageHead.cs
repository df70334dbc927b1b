namespace MirageGen.Http.Wire;

/// <summary>
/// A message's head, parsed: ranges into its octets, which the owner keeps. Reused from message to message.
/// </summary>
internal abstract class MessageHead
{
    /// <summary>The version's minor number: HTTP/1.0 or HTTP/1.1. Later ones are understood as 1.1.</summary>
    public byte MinorVersion;

    /// <summary>Octets of the head with its empty line.</summary>
    public int Length;

    /// <summary>The field lines.</summary>
    public FieldLines Fields { get; } = new();

    /// <summary>Forgets the message.</summary>
    public virtual void Clear()
    {
        MinorVersion = 1;
        Length = 0;
        Fields.Clear();
    }
}
