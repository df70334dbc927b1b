namespace MirageGen.Http.Wire;

/// <summary>A request's head.</summary>
internal sealed class RequestHead : MessageHead
{
    public MethodCode Method;

    /// <summary>The method as received.</summary>
    public OctetRange MethodName;

    public RequestTarget Target;

    public override void Clear()
    {
        base.Clear();
        Method = MethodCode.Get;
        MethodName = default;
        Target = default;
    }
}
