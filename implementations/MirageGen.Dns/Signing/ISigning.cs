namespace MirageGen.Dns.Signing;

/// <summary>What <see cref="ZoneSigning"/> does, so that an image in which there is none has nothing of it.</summary>
internal interface ISigning
{
    /// <summary>Checks that every bound is one.</summary>
    /// <exception cref="ArgumentException">One is not, or a key is there twice.</exception>
    void Validate();

    /// <summary>Whether there is a key of a zone.</summary>
    bool HasKeyOf(DomainName zone);

    /// <summary>Signs a zone that there is a key of, a few sets a turn of the loop.</summary>
    /// <param name="zone">The zone.</param>
    /// <param name="before">What is served of that name now; null when nothing is.</param>
    /// <param name="now">The time of day.</param>
    /// <param name="stop">Gives up.</param>
    Task<SigningResult> SignAsync(Zone zone, Zone? before, DateTimeOffset now, CancellationToken stop);
}
