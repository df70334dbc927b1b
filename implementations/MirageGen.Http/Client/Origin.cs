namespace MirageGen.Http;

/// <summary>Whom a connection leads to.</summary>
/// <param name="Host">A name in lower case, or an address in text form without brackets.</param>
/// <param name="Port">The port.</param>
internal readonly record struct Origin(string Host, int Port)
{
    /// <summary>The port that an http URL has when it names none.</summary>
    public const int DefaultPort = 80;

    /// <summary>As it stands in a URL and in Host.</summary>
    public override string ToString()
    {
        var host = Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host;
        return Port == DefaultPort ? host : $"{host}:{Port}";
    }
}
