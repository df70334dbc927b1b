namespace MirageGen.Dns.Transfer;

/// <summary>The records of a transfer, in the order in which they are sent.</summary>
internal interface IRecordSource
{
    /// <summary>The record that was come to.</summary>
    ZoneFileRecord Current { get; }

    /// <summary>Goes to the next one, at first to the first.</summary>
    /// <returns>False when there is none.</returns>
    bool MoveNext();
}
