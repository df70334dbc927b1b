namespace MirageGen.Dns.Zones;

/// <summary>Makes a zone of a file, and tells all that is wrong with it at once. It works in steps, so that a server can answer between them.</summary>
/// <param name="text">See <see cref="ZoneFileReader"/>.</param>
/// <param name="options">The zone's name, and what the file does not say itself.</param>
/// <remarks>The text is read twice, so that what checks it and what makes the zone do not need memory at the same time.</remarks>
internal sealed class ZoneLoading(ReadOnlyMemory<byte> text, ZoneFileOptions options)
{
    /// <summary>The most malformed entries that are told; behind them reading ends.</summary>
    private const int MaxMalformed = 1000;

    /// <summary>Some tenths of a millisecond.</summary>
    private const int RecordsOfStep = 256;

    private readonly List<ZoneFinding> _findings = [];
    private ZoneFileReader _reader = new(text, options);
    private ZoneChecker? _checker = new(options.Origin);
    private ZoneBuilder? _builder;

    /// <summary>All that is wrong or doubtful, each with its place: of the reader first, then of the checker.</summary>
    public IReadOnlyList<ZoneFinding> Findings => _findings;

    /// <summary>The zone, once it has been read without errors.</summary>
    public Zone? Zone { get; private set; }

    /// <summary>Goes on with some records.</summary>
    /// <returns>False when the end has been reached.</returns>
    /// <remarks>The last steps of checking and of building are one each, whatever the size of the zone.</remarks>
    public bool Step()
    {
        for (var i = 0; i < RecordsOfStep; i++)
        {
            if (_checker is not null ? !CheckOne(_checker) : !BuildOne(_builder!))
            {
                return _checker is not null ? EndCheck(_checker) : EndBuild(_builder!);
            }
        }

        return true;
    }

    private bool CheckOne(ZoneChecker checker)
    {
        try
        {
            if (_findings.Count >= MaxMalformed || !_reader.TryRead(out var record))
            {
                return false;
            }

            checker.Add(record);
            if (record.Type == RecordType.Nsec3Param && HashedChain.IterationsOf(record.Data) > HashedChain.MaxIterations)
            {
                _findings.Add(new(
                    ZoneFindingSeverity.Error,
                    record.File,
                    record.Line,
                    $"names are hashed {HashedChain.IterationsOf(record.Data)} times more, but at most {HashedChain.MaxIterations} are served; sign the zone with 0 (RFC 9276)"));
            }
        }
        catch (PresentationException error)
        {
            _findings.Add(new(ZoneFindingSeverity.Error, error.File, error.Line, $"{error.Problem} (column {error.Column})"));
        }

        return true;
    }

    /// <summary>Ends the check, and begins to build a zone that is sound.</summary>
    private bool EndCheck(ZoneChecker checker)
    {
        _findings.AddRange(checker.Finish());
        _checker = null;
        if (_findings.Exists(finding => finding.Severity == ZoneFindingSeverity.Error))
        {
            return false;
        }

        _reader = new(text, options);
        _builder = new(options.Origin);
        return true;
    }

    private bool BuildOne(ZoneBuilder builder)
    {
        if (!_reader.TryRead(out var record))
        {
            return false;
        }

        builder.Add(record);
        return true;
    }

    private bool EndBuild(ZoneBuilder builder)
    {
        Zone = builder.Build();
        return false;
    }
}
