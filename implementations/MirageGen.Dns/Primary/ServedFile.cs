using Microsoft.Extensions.Logging;
using MirageGen.Dns.Zones;

namespace MirageGen.Dns.Primary;

/// <summary>A file whose zone is served: it is read again when it has changed, and one with errors does not count.</summary>
internal sealed class ServedFile(ZoneFile file, DomainName origin, IncludedFiles files, ILogger log)
{
    private IncludedFiles _files = files;
    private bool _isChanging;
    private bool _hasFailed;

    /// <summary>Looks whether it has changed, and reads it then.</summary>
    /// <param name="server">Serves the zone.</param>
    /// <param name="stop">Gives up.</param>
    /// <remarks>
    /// A file is read when two looks in a row found it the same: one that is being written would be taken for whole otherwise.
    /// </remarks>
    public async Task LookAsync(DnsServer server, CancellationToken stop)
    {
        try
        {
            var hasChanged = await _files.LookAgainAsync(stop);
            if (_isChanging && !hasChanged)
            {
                await ReadAsync(server, stop);
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
                PrimaryLog.NotTaken(log, origin, error.Message);
            }
        }
    }

    private async Task ReadAsync(DnsServer server, CancellationToken stop)
    {
        var read = await FileReading.ReadAsync(file, stop);
        _files = read.Files;
        if (await _files.LookAgainAsync(stop))
        {
            // It goes on changing.
            return;
        }

        _isChanging = false;
        var older = server.Zones.FindExact(origin.Octets);
        if (read.Zone is not { } zone)
        {
            var first = read.FirstError();
            PrimaryLog.NotTaken(log, origin, first.ToString());
            PrimaryLog.Findings(log, read.Findings, first);
        }
        else if (zone.Origin != origin)
        {
            PrimaryLog.NotTaken(log, origin, $"{file.Name} is of the zone {zone.Origin} now, which takes a start to be served");
        }
        else
        {
            PrimaryLog.Findings(log, read.Findings);
            if (older is not null && !SerialNumber.IsNewer(zone.Serial, older.Serial))
            {
                PrimaryLog.NotNewer(log, origin, zone.Serial, older.Serial);
            }

            server.Zones = server.Zones.With(older is null ? zone : zone.After(older));
            PrimaryLog.Taken(log, origin, zone.Serial);
        }
    }
}
