namespace MirageGen.XenHost.Domains;

/// <summary>How a domain ended: Xen's shutdown reasons (xen/include/public/sched.h).</summary>
internal enum DomainEnd
{
    /// <summary>It was destroyed, saved or migrated.</summary>
    Gone,

    /// <summary>It ended by itself.</summary>
    PowerOff,

    /// <summary>It asked to be started again; Xen says the same of a triple fault.</summary>
    Reboot,

    /// <summary>It said that it crashed, or Xen could not run it any further.</summary>
    Crash,

    /// <summary>It did not feed its watchdog.</summary>
    Watchdog,
}
