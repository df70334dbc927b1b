namespace MirageGen.Unix;

/// <summary>How a process ends when its appliance doesn't say: codes as the shell and sysexits.h use them.</summary>
public static class ExitCodes
{
    /// <summary>A device cannot do what it is asked to, as one line on standard error says.</summary>
    public const int Device = 1;

    /// <summary>A boot argument is wrong, as one line on standard error says.</summary>
    public const int Argument = 2;

    /// <summary>The appliance failed by an exception that it did not expect: a bug, given in full on standard error.</summary>
    public const int Bug = 70;

    /// <summary>
    /// To this the number of a signal is added when the process ended at once: at a second signal, or because the
    /// appliance did not stop in time after the first.
    /// </summary>
    public const int Signal = 128;
}
