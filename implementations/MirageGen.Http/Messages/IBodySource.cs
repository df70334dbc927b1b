using System.IO.Pipelines;
using MirageGen.Http.Wire;

namespace MirageGen.Http;

/// <summary>The connection under a body that is being read.</summary>
internal interface IBodySource
{
    /// <summary>What the body is read from.</summary>
    PipeReader Input { get; }

    /// <summary>Called before the first wait for the body: a server asks for it, where the client waits to be asked.</summary>
    ValueTask PrepareAsync();

    /// <summary>A wait for octets begins: from here on the connection's timeouts count.</summary>
    void BeginBodyWait();

    /// <summary>The wait has ended.</summary>
    void EndBodyWait();

    /// <summary>Counts octets that have arrived.</summary>
    void CountBodyBytes(long count);

    /// <summary>A read found that the connection is lost; makes the exception for whoever reads.</summary>
    Exception MarkLost(FlowResetException error);

    /// <summary>The connection cannot go on behind this body; makes the exception for whoever reads it.</summary>
    Exception FailBody(WireError error);

    /// <summary>Why the connection itself interrupted a read; null when it did not.</summary>
    Exception? TakeInterruption();
}
