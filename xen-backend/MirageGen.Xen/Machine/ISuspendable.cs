namespace MirageGen.Xen.Machine;

/// <summary>What shares something with other domains, and so has a part in a suspension of this one. All of it is called on the loop.</summary>
internal interface ISuspendable
{
    /// <summary>Whether nothing is under way that must not be cut off: true a while after <see cref="Hold"/>, as a rule.</summary>
    bool IsQuiet { get; }

    /// <summary>The domain is about to be suspended: nothing that must not be cut off is begun any more.</summary>
    void Hold();

    /// <summary>
    /// The domain has become another one: event channels are gone, grants let nobody in, watches are not set. Nothing may be asked of the
    /// store yet.
    /// </summary>
    void LoseOtherEnd();

    /// <summary>Goes on: where it was, or, after <see cref="LoseOtherEnd"/>, anew.</summary>
    void GoOn();
}
