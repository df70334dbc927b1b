namespace MirageGen.Dns.Resolver;

/// <summary>Judges what servers say before it is kept or told.</summary>
internal interface IAnswerCheck
{
    /// <summary>Finds out what signatures say of an answer, and writes that into it.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="type">What was asked for.</param>
    /// <param name="work">What it may cost.</param>
    ValueTask CheckAsync(LinkAnswer answer, RecordType type, Work work);
}
