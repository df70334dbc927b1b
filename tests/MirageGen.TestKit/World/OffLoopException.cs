namespace MirageGen.TestKit;

/// <summary>
/// Something in a world ran on another thread, so that the run cannot be repeated: <c>Task.Run</c>,
/// <c>ConfigureAwait(false)</c> inside a library, a real timer or a real socket.
/// </summary>
public sealed class OffLoopException : InvalidOperationException
{
    internal OffLoopException(string message)
        : base(message)
    {
    }
}
