using MirageGen.Dns.Wire;
using MirageGen.Dns.Zones;

namespace MirageGen.Dns.Server;

/// <summary>
/// Answers one question from a server's zones (RFC 1034 section 4.3.2, RFC 4592, RFC 6672). A name is followed from alias to
/// alias as long as it is in one of the zones.
/// </summary>
internal ref partial struct ZoneAnswer
{
    /// <summary>The most aliases that are followed.</summary>
    private const int MaxAliases = 16;

    private readonly ZoneSet _zones;
    private readonly Span<byte> _nameRoom;
    private readonly RecordType _type;
    private readonly bool _isSigned;
    private Zone _zone;
    private ReadOnlySpan<byte> _name;
    private bool _isQuestion;
    private AnsweredNames _proofs;

    /// <summary>Begins with a question.</summary>
    /// <param name="zones">The server's zones.</param>
    /// <param name="zone">The one that the question's name is in.</param>
    /// <param name="message">The response, its question written.</param>
    /// <param name="name">The question's name, uncompressed.</param>
    /// <param name="type">The question's type.</param>
    /// <param name="isSigned">Whether what DNSSEC needs is wanted.</param>
    /// <param name="nameRoom">Memory for a name, to work with.</param>
    public ZoneAnswer(
        ZoneSet zones, Zone zone, scoped in MessageWriter message, ReadOnlySpan<byte> name, RecordType type, bool isSigned, Span<byte> nameRoom)
    {
        _zones = zones;
        _zone = zone;
        _name = name;
        _type = type;
        _isSigned = isSigned;
        _nameRoom = nameRoom;
        _isQuestion = true;
        Sets = new(message, name, isSigned);
        Sets.Message.Header.Flags |= HeaderFlags.Authoritative;
    }

    /// <summary>The response.</summary>
    public SetWriter Sets;

    /// <summary>
    /// The name of the first zone that the response comes from: the one asked for, the wildcard or the delegation above it, or
    /// the zone's own when there is none. Like responses have the same, however many names are made up.
    /// </summary>
    public ReadOnlySpan<byte> Subject { get; private set; }

    /// <summary>Writes the three sections.</summary>
    public void Write()
    {
        for (var aliases = 0; aliases < MaxAliases && Resolve(); aliases++)
        {
            // Proofs are one zone's; to what is beyond it the client finds its own way.
            if (_zones.Find(_name, isAboveCut: _type == RecordType.DS) is not { } zone || (zone != _zone && _proofs.Count > 0))
            {
                break;
            }

            _zone = zone;
        }

        if ((Sets.Message.Header.Flags & HeaderFlags.Truncated) == 0)
        {
            WriteProofs();
        }
    }

    /// <summary>Looks one name up.</summary>
    /// <returns>True when it was an alias, and there is another name to look up.</returns>
    private bool Resolve()
    {
        var node = _zone.Find(_name);
        if (node < 0)
        {
            return ResolveBelow();
        }

        var flags = _zone.FlagsOf(node);
        if ((flags & (NameFlags.IsDelegation | NameFlags.IsBelowCut)) != 0)
        {
            var cut = _zone.TopmostCut(node);
            if (cut != node || _type != RecordType.DS)
            {
                return Leave(cut, node);
            }
        }

        NoteSubject(node);
        return Answer(node, Mine(node));
    }

    /// <summary>Goes on where the name itself is not in the zone: from the nearest one above it that is.</summary>
    private bool ResolveBelow()
    {
        var at = 0;
        int encloser;
        do
        {
            at += 1 + _name[at];
            encloser = _zone.Find(_name[at..]);
        }
        while (encloser < 0);

        var flags = _zone.FlagsOf(encloser);
        if ((flags & (NameFlags.IsDelegation | NameFlags.IsBelowCut | NameFlags.HasDname)) != 0)
        {
            return Leave(_zone.TopmostCut(encloser), -1);
        }

        if ((flags & NameFlags.HasWildcard) != 0)
        {
            var wildcard = _zone.WildcardOf(encloser);
            var namesAt = RecordBlock.QuestionAt + at - WildcardOctets;
            ProveNoCloser(at);
            NoteSubject(wildcard);
            return Answer(wildcard, new(_name, _zone.NameOf(wildcard), _isQuestion ? RecordBlock.QuestionAt : 0, namesAt));
        }

        ProveNoName(encloser, at);
        NoteSubject(0);
        Deny(ResponseCode.NameError);
        return false;
    }

    private bool Leave(int cut, int node)
    {
        NoteSubject(cut);
        var flags = _zone.FlagsOf(cut);
        if ((flags & NameFlags.HasDname) != 0 && cut != node)
        {
            return Redirect(cut);
        }

        Refer(cut);
        return false;
    }

    private bool Answer(int node, scoped in Owner owner)
    {
        var set = _type == RecordType.Any ? _zone.FirstSetOf(node) : _zone.FindSet(node, _type);
        if (set >= 0)
        {
            WriteAnswer(node, set, owner);
            return false;
        }

        set = _type == RecordType.Any ? -1 : _zone.FindSet(node, RecordType.Cname);
        if (set < 0)
        {
            ProveNoSet(node);
            Deny(ResponseCode.NoError);
            return false;
        }

        var start = Sets.Message.Length;
        if (!TryWrite(MessageSection.Answer, set, owner))
        {
            return false;
        }

        var data = _zone.BlockOf(set).Data(0);
        Follow(_nameRoom[..RecordBlock.TakeName(ref data, owner.ZoneName, _nameRoom, out var before)]);
        if (owner.At > 0)
        {
            Sets.Message.NoteName(_name, start + RecordBlock.HeadOctets, before);
        }

        return true;
    }

    private void WriteAnswer(int node, int set, scoped in Owner owner)
    {
        var start = Sets.Message.Length;
        if (_type == RecordType.Rrsig)
        {
            WriteSignatures(node, owner);
        }
        else if (TryWrite(MessageSection.Answer, set, owner) && WriteProofs())
        {
            AddAddresses(set, owner.At == 0 ? 0 : start, owner.ZoneName, isReferral: false);
        }
    }

    /// <summary>Answers a question for signatures: all that the name has.</summary>
    private void WriteSignatures(int node, scoped in Owner owner)
    {
        var (at, end) = _zone.SetsOf(node);
        for (; at < end; at++)
        {
            if (_zone.BlockOf(at).Type == RecordType.Rrsig && !TryWrite(MessageSection.Answer, at, owner))
            {
                return;
            }
        }
    }

    /// <summary>Puts another name in place of what is below a DNAME (RFC 6672 section 3.2).</summary>
    private bool Redirect(int node)
    {
        var owner = Mine(node);
        var set = _zone.FindSet(node, RecordType.Dname);
        if (!TryWrite(MessageSection.Answer, set, owner))
        {
            return false;
        }

        var target = _zone.BlockOf(set).Data(0);
        var kept = _name.Length - owner.Name.Length;
        if (kept + target.Length > NameOctets.MaxOctets)
        {
            Sets.Message.Header.Code = ResponseCode.NameExists;
            return false;
        }

        Span<byte> name = stackalloc byte[NameOctets.MaxOctets];
        name = name[..(kept + target.Length)];
        _name[..kept].CopyTo(name);
        target.CopyTo(name[kept..]);
        Sets.NoteQuestion();
        Sets.Message.BeginRecord(MessageSection.Answer, _name, RecordType.Cname, RecordClass.Internet, _zone.BlockOf(set).Ttl);
        Sets.Message.WriteName(name, compress: true);
        if (!Sets.Message.EndRecord())
        {
            Sets.Message.Header.Flags |= HeaderFlags.Truncated;
            return false;
        }

        name.CopyTo(_nameRoom);
        Follow(_nameRoom[..name.Length]);

        // Whoever asks for the alias has it, as NSD and Knot see it too.
        return _type is not (RecordType.Cname or RecordType.Any);
    }

    private void NoteSubject(int node)
    {
        if (_isQuestion)
        {
            Subject = _zone.NameOf(node);
        }
    }

    private void Follow(ReadOnlySpan<byte> name)
    {
        _name = name;
        _isQuestion = false;
    }

    /// <summary>The owner that a name of the zone is, which is the one looked up or above it.</summary>
    private readonly Owner Mine(int node)
    {
        var name = _zone.NameOf(node);
        return _isQuestion ? Sets.OwnerInQuestion(name) : new(name, name, 0, 0);
    }

    private bool TryWrite(MessageSection section, int set, scoped in Owner owner, uint longestTtl = uint.MaxValue)
    {
        if (Sets.TryWrite(section, _zone, set, owner, longestTtl))
        {
            return true;
        }

        Sets.Message.Header.Flags |= HeaderFlags.Truncated;
        return false;
    }
}
