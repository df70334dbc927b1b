namespace MirageGen.Http.Wire;

/// <summary>
/// A request's head, parsed: ranges into its octets, which the owner keeps. Reused from request to request.
/// </summary>
internal sealed class RequestHead
{
    private readonly FieldLines _fields = new();

    public MethodCode Method;

    /// <summary>The method as received.</summary>
    public OctetRange MethodName;

    public RequestTarget Target;

    /// <summary>The version's minor number: HTTP/1.0 or HTTP/1.1. Later ones are understood as 1.1.</summary>
    public byte MinorVersion;

    /// <summary>Octets of the head with its empty line.</summary>
    public int Length;

    public FieldLines Fields => _fields;

    public void Clear()
    {
        Method = MethodCode.Get;
        MethodName = default;
        Target = default;
        MinorVersion = 1;
        Length = 0;
        _fields.Clear();
    }
}
