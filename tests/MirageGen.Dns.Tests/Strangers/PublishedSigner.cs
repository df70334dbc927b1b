namespace MirageGen.Dns.Tests.Strangers;

/// <summary>The DnsSigner example as its user publishes it.</summary>
public sealed class PublishedSigner : IDisposable
{
    private readonly PublishedExample _example = new("DnsSigner");

    internal RunningProgram Start(params string[] arguments) => _example.Start(arguments);

    public void Dispose() => _example.Dispose();
}
