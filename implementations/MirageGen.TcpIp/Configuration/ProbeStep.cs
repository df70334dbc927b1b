namespace MirageGen.TcpIp;

/// <summary>One thing done on the way to an address that is nobody else's.</summary>
/// <param name="Action">What is done.</param>
/// <param name="After">The least time since the step before.</param>
/// <param name="Spread">How much longer it may be, by chance, so that hosts that began together drift apart.</param>
internal readonly record struct ProbeStep(ProbeAction Action, TimeSpan After, TimeSpan Spread = default);
