using System.IO.Pipelines;
using MirageGen.Http.Wire;

namespace MirageGen.Http;

/// <summary>A request's body: octets that are there, or a function that writes them.</summary>
internal sealed class RequestBody
{
    private readonly bool _canRepeat;

    public RequestBody(ReadOnlyMemory<byte> octets)
    {
        Octets = octets;
        Length = octets.Length;
        _canRepeat = true;
    }

    public RequestBody(Func<PipeWriter, CancellationToken, ValueTask> write, long? length, bool canRepeat)
    {
        Write = write;
        Length = length ?? -1;
        _canRepeat = canRepeat;
    }

    /// <summary>The octets, where there is no function.</summary>
    public ReadOnlyMemory<byte> Octets { get; }

    /// <summary>Writes the octets; null where they are there.</summary>
    public Func<PipeWriter, CancellationToken, ValueTask>? Write { get; }

    /// <summary>How many there are; negative when nobody knows before they are written.</summary>
    public long Length { get; }

    /// <summary>Whether the function has been called.</summary>
    public bool HasBegun { get; set; }

    /// <summary>Whether the body can be sent from its start.</summary>
    public bool IsAtStart => _canRepeat || !HasBegun;

    public BodyFraming Framing => Length < 0 ? BodyFraming.Chunked : BodyFraming.Length;
}
