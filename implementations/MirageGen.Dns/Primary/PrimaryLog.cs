using Microsoft.Extensions.Logging;
using MirageGen.Logging;

namespace MirageGen.Dns.Primary;

/// <summary>What is logged of zones in files.</summary>
internal static class PrimaryLog
{
    private static readonly LogMessage WarningMessage = new(LogLevel.Warning, nameof(Findings), "{Finding}");

    private static readonly LogMessage ErrorMessage = new(LogLevel.Error, nameof(Findings), "{Finding}");

    private static readonly LogMessage TakenMessage = new(LogLevel.Information, nameof(Taken), "Zone {Zone} was read again and is served with serial {Serial}");

    private static readonly LogMessage NotTakenMessage = new(LogLevel.Error, nameof(NotTaken), "Zone {Zone} is served as it was: {Problem}");

    private static readonly LogMessage NotNewerMessage = new(
        LogLevel.Warning, nameof(NotNewer), "Zone {Zone} has changed, but serial {Serial} is not newer than {Older}: secondaries will not fetch it; make it greater");

    /// <summary>What is wrong or doubtful with a file, but for what is told elsewhere.</summary>
    public static void Findings(ILogger log, IReadOnlyList<ZoneFinding> findings, ZoneFinding? told = null)
    {
        foreach (var finding in findings)
        {
            if (!ReferenceEquals(finding, told))
            {
                (finding.Severity == ZoneFindingSeverity.Error ? ErrorMessage : WarningMessage).Write(log, finding);
            }
        }
    }

    public static void Taken(ILogger log, DomainName zone, uint serial) =>
        TakenMessage.Write(log, zone, serial);

    public static void NotTaken(ILogger log, DomainName zone, string problem) =>
        NotTakenMessage.Write(log, zone, problem);

    public static void NotNewer(ILogger log, DomainName zone, uint serial, uint older) =>
        NotNewerMessage.Write(log, zone, serial, older);
}
