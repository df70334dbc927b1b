namespace MirageGen.Http.Wire;

/// <summary>A response's head, parsed: ranges into its octets, which the owner keeps.</summary>
internal sealed class ResponseHead
{
    private readonly FieldLines _fields = new();

    /// <summary>The status, 100 to 599.</summary>
    public int Status;

    /// <summary>The reason phrase as received; often empty.</summary>
    public OctetRange Reason;

    /// <summary>The version's minor number: HTTP/1.0 or HTTP/1.1. Later ones are understood as 1.1.</summary>
    public byte MinorVersion;

    /// <summary>Octets of the head with its empty line.</summary>
    public int Length;

    public FieldLines Fields => _fields;

    public void Clear()
    {
        Status = 0;
        Reason = default;
        MinorVersion = 1;
        Length = 0;
        _fields.Clear();
    }
}
