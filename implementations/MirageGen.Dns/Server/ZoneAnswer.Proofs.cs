using MirageGen.Dns.Wire;
using MirageGen.Dns.Zones;

namespace MirageGen.Dns.Server;

/// <summary>
/// Proofs of what is not there (RFC 4035 section 3.1.3, RFC 5155 section 7.2). They are gathered while a name is followed,
/// and written when the answers are.
/// </summary>
internal ref partial struct ZoneAnswer
{
    /// <summary>That neither the name is there nor a wildcard for it.</summary>
    /// <param name="encloser">The nearest name above it that is.</param>
    /// <param name="encloserAt">Where that begins in the name.</param>
    private void ProveNoName(int encloser, int encloserAt)
    {
        if (!_isSigned)
        {
            return;
        }

        ProveNoCloser(encloserAt);
        ProveEncloser(encloser);
        var above = _zone.NameOf(encloser);
        if (above.Length + WildcardOctets <= NameOctets.MaxOctets)
        {
            Span<byte> wildcard = stackalloc byte[NameOctets.MaxOctets];
            "\u0001*"u8.CopyTo(wildcard);
            above.CopyTo(wildcard[WildcardOctets..]);
            AddProof(_zone.FindDenial(wildcard[..(WildcardOctets + above.Length)], out _));
        }
    }

    /// <summary>
    /// That no name stands between the looked up one and the wildcard that may stand for it: nothing is at the name one label
    /// longer than the encloser, nor below that.
    /// </summary>
    private void ProveNoCloser(int encloserAt)
    {
        if (_isSigned)
        {
            var at = 0;
            while (at + 1 + _name[at] < encloserAt)
            {
                at += 1 + _name[at];
            }

            AddProof(_zone.FindDenial(_name[at..], out _));
        }
    }

    /// <summary>That a name is there, which hashes alone do not show (RFC 5155 section 7.2.1).</summary>
    private void ProveEncloser(int node)
    {
        if (_zone.IsHashed)
        {
            AddProof(_zone.FindDenial(_zone.NameOf(node), out _));
        }
    }

    /// <summary>That a name has no set of the type asked for, or no DS.</summary>
    private void ProveNoSet(int node)
    {
        if (!_isSigned)
        {
            return;
        }

        if ((_zone.FlagsOf(node) & NameFlags.IsWildcard) != 0 && !NameOctets.Equals(_zone.NameOf(node), _name))
        {
            ProveEncloser(_zone.ParentOf(node));
        }

        // Opted out: the nearest name above that has a record, and that the one below it has none, show as much as there is to
        // show (RFC 5155 sections 7.2.4 and 7.2.7).
        var proof = _zone.FindDenial(_zone.NameOf(node), out var isMatch);
        while (_zone.IsHashed && !isMatch && node != 0)
        {
            node = _zone.ParentOf(node);
            var above = _zone.FindDenial(_zone.NameOf(node), out isMatch);
            if (isMatch)
            {
                AddProof(above);
            }
            else
            {
                proof = above;
            }
        }

        AddProof(proof);
    }

    private void AddProof(int node)
    {
        if (node >= 0)
        {
            _proofs.TryAdd(node);
        }
    }

    /// <summary>Writes what was gathered.</summary>
    /// <returns>False when there was no room, so that the response is truncated.</returns>
    private bool WriteProofs()
    {
        var proofs = _proofs;
        _proofs = default;
        for (var i = 0; i < proofs.Count; i++)
        {
            var name = _zone.NameOf(proofs[i]);
            var set = _zone.FindSet(proofs[i], _zone.IsHashed ? RecordType.Nsec3 : RecordType.Nsec);
            if (!TryWrite(MessageSection.Authority, set, new(name, name, 0, 0)))
            {
                return false;
            }
        }

        return true;
    }
}
