namespace MirageGen.Dns.Validation;

/// <summary>Records of one kind that deny, whose signatures have been verified.</summary>
internal interface IDenial
{
    /// <summary>Whether there is no such type at a name.</summary>
    DenialVerdict DeniesType(DomainName name, RecordType type);

    /// <summary>Whether there is no such name, nor a wildcard for it.</summary>
    DenialVerdict DeniesName(DomainName name);

    /// <summary>Whether a wildcard was right for a name: there is nothing nearer to it.</summary>
    /// <param name="name">The name.</param>
    /// <param name="labels">How many labels the wildcard has, without its asterisk.</param>
    DenialVerdict AllowsWildcard(DomainName name, int labels);
}
