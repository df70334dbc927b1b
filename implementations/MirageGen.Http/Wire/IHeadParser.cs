namespace MirageGen.Http.Wire;

/// <summary>
/// Parses a head: a pure state machine that goes on where it stopped, and looks at each octet once. Its default value is
/// ready for a head.
/// </summary>
/// <typeparam name="THead">What it fills.</typeparam>
internal interface IHeadParser<in THead>
    where THead : MessageHead
{
    /// <summary>What was wrong, after <see cref="HeadProgress.Failed"/>.</summary>
    WireError Error { get; }

    /// <summary>Goes on parsing.</summary>
    /// <param name="octets">All that has arrived since the head's first octet; may reach beyond the head.</param>
    /// <param name="head">Filled; must be clear at the beginning and the same at each call.</param>
    /// <param name="limits">Bounds.</param>
    HeadProgress Parse(ReadOnlySpan<byte> octets, THead head, in HeadLimits limits);
}
