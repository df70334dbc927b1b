using Microsoft.Extensions.Logging;
using MirageGen.Dns.Signing;
using MirageGen.Dns.Zones;

namespace MirageGen.Dns.Primary;

/// <summary>A file whose zone is served, if it can be: it is read again when it has changed, and one with errors does not count.</summary>
internal sealed class ServedFile(ZoneFile file, ZoneSigners signers, ILogger log)
{
    private IncludedFiles _files = new(file);
    private DomainName? _origin;
    private DomainName? _wanted;
    private bool _isChanging = true;
    private bool _hasFailed;

    /// <summary>Its key.</summary>
    public Key Key => file.Key;

    /// <summary>What messages call it.</summary>
    public string Name => file.Name;

    /// <summary>In how many looks in a row its directory had it no more.</summary>
    public int LooksMissed { get; set; }

    /// <summary>Whether it was not there just now; it may be that it is being replaced.</summary>
    public bool IsMissing => LooksMissed > 0;

    /// <summary>Whether it will not come again.</summary>
    public bool IsGone => LooksMissed > 1;

    /// <summary>Finds the zone that is served from it.</summary>
    /// <returns>Null when there is none, or another file has taken it over.</returns>
    public DomainName? FindZone(ServedZones zones) => _origin is { } origin && zones.Has(origin, this) ? origin : null;

    /// <summary>Reads it for the first time.</summary>
    /// <returns>Its zone, which is to be served.</returns>
    /// <exception cref="DeviceException">It cannot be read or served, or another file has its zone.</exception>
    public async Task<Zone> LoadAsync(ServedZones zones, CancellationToken stop)
    {
        var read = await FileReading.ReadAsync(file, stop);
        if (read.Zone is not { } zone)
        {
            var first = read.FirstError();
            PrimaryLog.Findings(log, read.Findings, first);
            throw new DeviceException($"a zone cannot be served: {first}");
        }

        PrimaryLog.Findings(log, read.Findings);
        if (!zones.IsFreeFor(zone.Origin, this))
        {
            throw new DeviceException(OneTooMany(zone));
        }

        Take(zone, zones);
        _files = read.Files;
        _isChanging = false;
        return await signers.SignAsync(zone, null, stop);
    }

    /// <summary>Looks whether it has changed, and reads it then.</summary>
    /// <param name="server">Serves the zone.</param>
    /// <param name="zones">Which file each is served from.</param>
    /// <param name="stop">Gives up.</param>
    /// <remarks>
    /// A file is read when two looks in a row found it the same: one that is being written would be taken for whole otherwise.
    /// </remarks>
    public async Task LookAsync(DnsServer server, ServedZones zones, CancellationToken stop)
    {
        if (IsMissing)
        {
            return;
        }

        try
        {
            // What another file has or has taken over may be had again.
            _isChanging |= (_wanted ?? _origin) is { } wanted && !zones.Has(wanted, this) && zones.IsFreeFor(wanted, this);
            var hasChanged = await _files.LookAgainAsync(stop);
            if (_isChanging && !hasChanged)
            {
                await ReadAsync(server, zones, stop);
            }

            _isChanging |= hasChanged;
            _hasFailed = false;
        }
        catch (DeviceException error)
        {
            // Told once, however often one looks.
            if (!_hasFailed)
            {
                _hasFailed = true;
                PrimaryLog.NotTaken(log, FindZone(zones), error.Message);
            }
        }
    }

    private async Task ReadAsync(DnsServer server, ServedZones zones, CancellationToken stop)
    {
        var read = await FileReading.ReadAsync(file, stop);
        _files = read.Files;
        if (await _files.LookAgainAsync(stop))
        {
            // It goes on changing.
            return;
        }

        _isChanging = false;
        _wanted = null;
        var served = _origin = FindZone(zones);
        if (read.Zone is not { } zone)
        {
            var first = read.FirstError();
            PrimaryLog.NotTaken(log, served, first.ToString());
            PrimaryLog.Findings(log, read.Findings, first);
        }
        else if (served is not null && zone.Origin != served)
        {
            PrimaryLog.NotTaken(log, served, $"{Name} is of the zone {zone.Origin} now, which takes a start to be served");
        }
        else if (!zones.IsFreeFor(zone.Origin, this))
        {
            _wanted = zone.Origin;
            PrimaryLog.NotTaken(log, null, OneTooMany(zone));
        }
        else
        {
            PrimaryLog.Findings(log, read.Findings);
            Take(zone, zones);
            var signed = await signers.SignAsync(zone, server.Zones.FindExact(zone.Origin.Octets), stop);
            Serve(signed, server, isNew: served is null);
        }
    }

    private void Take(Zone zone, ServedZones zones)
    {
        _origin = zone.Origin;
        zones.Give(zone.Origin, this);
    }

    private void Serve(Zone zone, DnsServer server, bool isNew)
    {
        var older = server.Zones.FindExact(zone.Origin.Octets);

        // A file that was renamed has the zone that the other one had.
        if (older is not null && !SerialNumber.IsNewer(zone.Serial, older.Serial) && !(isNew && zone.Serial == older.Serial))
        {
            PrimaryLog.NotNewer(log, zone.Origin, zone.Serial, older.Serial);
        }

        server.Zones = server.Zones.With(older is null ? zone : zone.After(older));
        if (isNew)
        {
            PrimaryLog.Found(log, zone.Origin, Name, zone.Serial);
        }
        else
        {
            PrimaryLog.Taken(log, zone.Origin, zone.Serial);
        }
    }

    private string OneTooMany(Zone zone) => $"{Name} is one file too many for the zone {zone.Origin}; leave one out";
}
