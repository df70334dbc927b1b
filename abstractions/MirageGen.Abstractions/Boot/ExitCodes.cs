namespace MirageGen.Composition;

/// <summary>
/// How an image ends when its appliance doesn't say: codes as the shell and sysexits.h use them. A domain tells its toolstack only
/// whether its code was zero.
/// </summary>
public static class ExitCodes
{
    /// <summary>A device cannot do what it is asked to, as one line says.</summary>
    public const int Device = 1;

    /// <summary>A boot argument is wrong, as one line says.</summary>
    public const int Argument = 2;

    /// <summary>The appliance failed by an exception that it did not expect: a bug, given in full.</summary>
    public const int Bug = 70;

    /// <summary>
    /// To this the number of a signal is added when a process ended at once: at a second signal, or because the
    /// appliance did not stop in time after the first.
    /// </summary>
    public const int Signal = 128;
}
