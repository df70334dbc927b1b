namespace MirageGen.Dns.Update;

/// <summary>A record of a name that is being changed.</summary>
/// <param name="Type">What it says.</param>
/// <param name="Ttl">Seconds.</param>
/// <param name="Data">The data, uncompressed.</param>
internal readonly record struct EditedRecord(RecordType Type, uint Ttl, byte[] Data)
{
    /// <summary>Whether it says the same as another, whatever the case of names in it and the time to live.</summary>
    public bool Says(RecordType type, ReadOnlySpan<byte> data)
    {
        if (Type != type || Data.Length != data.Length)
        {
            return false;
        }

        if (data.SequenceEqual(Data))
        {
            return true;
        }

        var own = new byte[Data.Length];
        var other = new byte[Data.Length];
        Rdata.CopyCanonical(type, RecordClass.Internet, Data, own);
        Rdata.CopyCanonical(type, RecordClass.Internet, data, other);
        return own.AsSpan().SequenceEqual(other);
    }
}
