namespace MirageGen.Http;

/// <summary>The connection above what is sent on it.</summary>
internal interface IOutputWatch
{
    /// <summary>A wait for the peer to take something begins: from here on the connection's timeout counts.</summary>
    /// <param name="octets">How much is waited for, at the most.</param>
    void BeginFlushWait(long octets);

    /// <summary>The wait has ended.</summary>
    void EndFlushWait();

    /// <summary>The peer takes no more.</summary>
    /// <param name="cause">How that was found.</param>
    /// <returns>What every flush from here on fails with; null where what is written is dropped without a word.</returns>
    FlowResetException? MarkClosed(FlowResetException cause);
}
