namespace MirageGen.Dns;

/// <summary>How bad a finding is.</summary>
public enum ZoneFindingSeverity
{
    /// <summary>The zone can be served, but not as it is written, or not as is meant.</summary>
    Warning,

    /// <summary>The zone should not be served.</summary>
    Error,
}
