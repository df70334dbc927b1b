namespace MirageGen.TestKit;

/// <summary>
/// Which operations of a storage device fail, with a <see cref="DeviceException"/>. To see that a program survives a
/// failure anywhere, run it again and again, failing the first, the second, the third operation ..., until a run has
/// <see cref="Fired"/> none.
/// </summary>
public sealed class FaultPlan
{
    private readonly List<Fault> _faults = [];

    /// <summary>How many operations there were.</summary>
    public long Operations { get; private set; }

    /// <summary>How many of them failed by this plan.</summary>
    public long Fired { get; private set; }

    /// <summary>Fails one operation.</summary>
    /// <param name="n">Which, counted from now: one is the next.</param>
    /// <param name="reason">What the exception says.</param>
    public void FailNth(int n, string reason = "injected fault")
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        var ordinal = Operations + n;
        _faults.Add(new(operation => operation.Ordinal == ordinal, reason));
    }

    /// <summary>Fails every operation that meets a condition.</summary>
    public void FailWhen(Func<DeviceOperation, bool> condition, string reason = "injected fault")
    {
        ArgumentNullException.ThrowIfNull(condition);
        _faults.Add(new(condition, reason));
    }

    /// <summary>Fails operations at random.</summary>
    /// <param name="probability">Of each, from 0 to 1.</param>
    /// <param name="random">Where chance comes from: <see cref="World.Random"/>, as a rule.</param>
    /// <param name="reason">What the exception says.</param>
    public void FailRandomly(double probability, SeededRandom random, string reason = "injected fault")
    {
        ArgumentNullException.ThrowIfNull(random);
        _faults.Add(new(_ => random.Chance(probability), reason));
    }

    /// <summary>From now on nothing fails.</summary>
    public void Clear() => _faults.Clear();

    /// <summary>Counts an operation and fails it if it is to fail.</summary>
    internal void Check(DeviceOperationKind kind, string subject)
    {
        var operation = new DeviceOperation(kind, subject, ++Operations);
        foreach (var fault in _faults)
        {
            if (fault.Condition(operation))
            {
                Fired++;
                throw new DeviceException($"{fault.Reason} ({kind} '{subject}', operation {operation.Ordinal})");
            }
        }
    }

    private sealed record Fault(Func<DeviceOperation, bool> Condition, string Reason);
}
