using System.Buffers.Binary;
using MirageGen.Dns.Wire;
using MirageGen.Dns.Zones;

namespace MirageGen.Dns.Server;

/// <summary>What is not an answer: denials, referrals, and the addresses that go with either.</summary>
internal ref partial struct ZoneAnswer
{
    /// <summary>A wildcard's own label.</summary>
    private const int WildcardOctets = 2;

    /// <summary>Says that there is no such name, or no such set (RFC 2308 section 3).</summary>
    private void Deny(ResponseCode code)
    {
        Sets.Message.Header.Code = code;
        var data = _zone.BlockOf(_zone.SoaSet).Data(0);
        var minimum = BinaryPrimitives.ReadUInt32BigEndian(data[^sizeof(uint)..]);
        TryWrite(MessageSection.Authority, _zone.SoaSet, Mine(0), minimum);
    }

    /// <summary>Sends the client to the servers of another zone (RFC 1034 section 4.3.2 step 3b).</summary>
    private void Refer(int cut)
    {
        if (_isQuestion)
        {
            Sets.Message.Header.Flags &= ~HeaderFlags.Authoritative;
        }

        var start = Sets.Message.Length;
        var set = _zone.FindSet(cut, RecordType.NS);
        var owner = Mine(cut);
        if (!TryWrite(MessageSection.Authority, set, owner))
        {
            return;
        }

        var digest = _isSigned ? _zone.FindSet(cut, RecordType.DS) : -1;
        if (digest < 0)
        {
            ProveNoSet(cut);
        }

        if ((digest < 0 || TryWrite(MessageSection.Authority, digest, owner)) && WriteProofs())
        {
            AddAddresses(set, owner.At == 0 ? 0 : start, owner.ZoneName, isReferral: true);
        }
    }

    /// <summary>Adds the addresses of the hosts that a set names, as far as they are in its zone.</summary>
    /// <param name="set">The set, written.</param>
    /// <param name="copiedAt">Where its records were copied to; zero when they were written name by name.</param>
    /// <param name="zoneName">Its owner in the zone.</param>
    /// <param name="isReferral">Whether addresses below a delegation are wanted, and those in it needed (RFC 9471).</param>
    private void AddAddresses(int set, int copiedAt, scoped ReadOnlySpan<byte> zoneName, bool isReferral)
    {
        var block = _zone.BlockOf(set);
        var nameAt = TargetAt(block.Type);
        if (nameAt < 0)
        {
            return;
        }

        var answered = default(AnsweredNames);
        Span<byte> room = stackalloc byte[NameOctets.MaxOctets];
        for (var pass = isReferral ? 0 : 1; pass < 2; pass++)
        {
            for (var at = 0; at < block.Octets.Length; at += block.RecordLength(at))
            {
                var data = block.Data(at)[nameAt..];
                var target = room[..RecordBlock.TakeName(ref data, zoneName, room, out _)];
                var targetAt = copiedAt == 0 ? 0 : copiedAt + at + RecordBlock.HeadOctets + nameAt;

                // Those that only the child zone has come first, and all of them must have room.
                var isNeeded = isReferral && NameOctets.IsSubdomain(target, zoneName);
                if (isNeeded == (pass == 0) && !TryAddAddresses(target, targetAt, block.Type, ref answered) && isNeeded)
                {
                    Sets.Message.Header.Flags |= HeaderFlags.Truncated;
                    return;
                }
            }
        }
    }

    private bool TryAddAddresses(scoped ReadOnlySpan<byte> host, int hostAt, RecordType type, ref AnsweredNames answered)
    {
        var node = NameOctets.IsSubdomain(host, _zone.Origin.Octets) ? _zone.Find(host) : -1;
        if (node < 0
            || (type != RecordType.NS && (_zone.FlagsOf(node) & (NameFlags.IsBelowCut | NameFlags.IsDelegation)) != 0)
            || !answered.TryAdd(node))
        {
            return true;
        }

        // The owner is a pointer to where the host is named, if names of that data may be pointed to (RFC 3597 section 4).
        var name = _zone.NameOf(node);
        var at = hostAt is > 0 and < NameOffsets.OffsetLimit && NameLayout.Of(type, out _) > 0 ? hostAt : 0;
        var owner = new Owner(name, name, at, at);
        return TryAdd(node, RecordType.A, owner) & TryAdd(node, RecordType.Aaaa, owner);
    }

    private bool TryAdd(int node, RecordType type, scoped in Owner owner)
    {
        var set = _zone.FindSet(node, type);
        return set < 0 || Sets.TryWrite(MessageSection.Additional, _zone, set, owner);
    }

    /// <summary>Where a type's data has the name of a host whose addresses are of use too; -1 when it has none.</summary>
    private static int TargetAt(RecordType type) => type switch
    {
        RecordType.NS => 0,
        RecordType.MX or RecordType.Svcb or RecordType.Https => sizeof(ushort),
        RecordType.Srv => 3 * sizeof(ushort),
        _ => -1,
    };
}
