using System.IO.Pipelines;

namespace MirageGen.Abstractions.Tests.Network;

/// <summary>A connection that carries nothing: what serving does with it is what counts.</summary>
internal sealed class TestFlow(int number) : ITcpFlow
{
    private readonly Pipe _pipe = new();

    public int Number => number;

    public bool IsDisposed { get; private set; }

    public IpEndpoint LocalEndpoint => IpEndpoint.Parse("192.0.2.1:80");

    public IpEndpoint RemoteEndpoint => new(IpAddress.Parse("198.51.100.1"), number);

    public PipeReader Input => _pipe.Reader;

    public PipeWriter Output => _pipe.Writer;

    public void WriteImmutable(ReadOnlyMemory<byte> data) => throw new NotSupportedException();

    public void Abort(string reason) => IsDisposed = true;

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return default;
    }
}
