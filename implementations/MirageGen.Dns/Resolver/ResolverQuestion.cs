namespace MirageGen.Dns.Resolver;

/// <summary>What is asked by whoever asks it: those who ask the same share one answer.</summary>
/// <param name="Name">The name.</param>
/// <param name="Type">The type.</param>
/// <param name="IsUnchecked">CD.</param>
internal readonly record struct ResolverQuestion(DomainName Name, RecordType Type, bool IsUnchecked);
