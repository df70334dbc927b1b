using MirageGen.Loop;

namespace MirageGen.Http;

/// <summary>Holds a request's body back until it is wanted, or is not (RFC 9110 section 10.1.1).</summary>
internal sealed class ContinueGate
{
    private readonly LoopCompletion<bool> _decided = new();

    /// <summary>Whether the body is held back now.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Begins to hold back.</summary>
    public void Close()
    {
        _decided.Reset();
        IsClosed = true;
    }

    /// <summary>Waits for the decision.</summary>
    /// <returns>Whether the body is to be sent.</returns>
    public ValueTask<bool> WaitAsync() => _decided.Task;

    /// <summary>Decides, unless that has been done.</summary>
    public void Decide(bool isWanted)
    {
        if (IsClosed)
        {
            IsClosed = false;
            _decided.SetResult(isWanted);
        }
    }
}
