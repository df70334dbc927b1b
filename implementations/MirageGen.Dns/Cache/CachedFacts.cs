using MirageGen.Dns.Wire;

namespace MirageGen.Dns.Cache;

/// <summary>What an entry is beside its name, type and records.</summary>
/// <param name="Kind">What it says.</param>
/// <param name="Rank">How far it is to be believed.</param>
/// <param name="Security">What signatures say of it.</param>
/// <param name="Ttl">For how many seconds it holds.</param>
/// <param name="Error">Why, when it is a failure.</param>
internal readonly record struct CachedFacts(
    CachedKind Kind, CachedRank Rank, Security Security, uint Ttl, ExtendedErrorCode Error = ExtendedErrorCode.Other);
