namespace MirageGen.Xen.Machine;

/// <summary>How a domain ends, for its toolstack (public/sched.h, SHUTDOWN_*).</summary>
internal enum ShutdownReason
{
    /// <summary>It is done: <c>on_poweroff</c> says what becomes of it.</summary>
    PowerOff = 0,

    /// <summary>It wants to begin anew: <c>on_reboot</c>.</summary>
    Reboot = 1,

    /// <summary>It failed: <c>on_crash</c>.</summary>
    Crash = 3,
}
