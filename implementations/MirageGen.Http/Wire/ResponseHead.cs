namespace MirageGen.Http.Wire;

/// <summary>A response's head.</summary>
internal sealed class ResponseHead : MessageHead
{
    /// <summary>The status, 100 to 599.</summary>
    public int Status;

    /// <summary>The reason phrase as received; often empty.</summary>
    public OctetRange Reason;

    public override void Clear()
    {
        base.Clear();
        Status = 0;
        Reason = default;
    }
}
