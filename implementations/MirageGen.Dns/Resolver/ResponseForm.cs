using MirageGen.Dns.Server;
using MirageGen.Dns.Wire;

namespace MirageGen.Dns.Resolver;

/// <summary>What a client's request asks for, and how its response is to look.</summary>
/// <param name="Header">The request's header.</param>
/// <param name="Type">The type asked for.</param>
/// <param name="HasOpt">Whether it has an OPT record.</param>
/// <param name="IsDnssecOk">DO.</param>
/// <param name="Limit">The most octets of the response.</param>
/// <param name="Opt">What the response's OPT record says.</param>
internal readonly record struct ResponseForm(
    MessageHeader Header, RecordType Type, bool HasOpt, bool IsDnssecOk, int Limit, ResponseOpt Opt)
{
    /// <summary>CD: whether the client checks signatures itself.</summary>
    public bool IsUnchecked => (Header.Flags & HeaderFlags.CheckingDisabled) != 0;

    /// <summary>Whether the client wants to know that signatures were checked (RFC 6840 section 5.7).</summary>
    public bool WantsSecurity => IsDnssecOk || (Header.Flags & HeaderFlags.AuthenticData) != 0;

    /// <summary>Whether a record goes into the response: signatures and proofs are for those who ask for them.</summary>
    public bool Shows(RecordType type) =>
        IsDnssecOk || type == Type || type is not (RecordType.Rrsig or RecordType.Nsec or RecordType.Nsec3);
}
