namespace MirageGen.XenHost;

/// <summary>Xen, or what it is made of, cannot do what is asked; the message is one line for whoever asked.</summary>
internal sealed class XenHostException : Exception
{
    public XenHostException(string message)
        : base(message)
    {
    }

    public XenHostException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
