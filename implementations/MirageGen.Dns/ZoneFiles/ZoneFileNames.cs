namespace MirageGen.Dns;

/// <summary>The two names a zone file goes on with: the origin, and the owner of the last record.</summary>
internal sealed class ZoneFileNames
{
    private readonly byte[] _origin = new byte[NameOctets.MaxOctets];
    private readonly byte[] _owner = new byte[NameOctets.MaxOctets];
    private int _originLength;
    private int _ownerLength;

    /// <summary>What relative names are relative to.</summary>
    public ReadOnlySpan<byte> Origin => _origin.AsSpan(0, _originLength);

    /// <summary>The owner of the last record; empty before the first.</summary>
    public ReadOnlySpan<byte> Owner => _owner.AsSpan(0, _ownerLength);

    /// <summary>Sets the origin.</summary>
    public void SetOrigin(ReadOnlySpan<byte> name)
    {
        name.CopyTo(_origin);
        _originLength = name.Length;
    }

    /// <summary>Sets the owner.</summary>
    public void SetOwner(ReadOnlySpan<byte> name)
    {
        name.CopyTo(_owner);
        _ownerLength = name.Length;
    }
}
