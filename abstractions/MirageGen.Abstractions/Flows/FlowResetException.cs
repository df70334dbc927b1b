namespace MirageGen;

/// <summary>A flow has ended otherwise than in order: the peer reset it, the network gave up, or it was aborted here.</summary>
/// <param name="message">What ended it.</param>
/// <param name="cause">The error underneath, if any.</param>
public sealed class FlowResetException(string message, Exception? cause = null) : IOException(message, cause);
