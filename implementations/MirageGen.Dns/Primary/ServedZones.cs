namespace MirageGen.Dns.Primary;

/// <summary>Which file each zone is served from.</summary>
internal sealed class ServedZones
{
    private readonly Dictionary<DomainName, ServedFile> _files = [];

    /// <summary>Whether a zone is served from a file.</summary>
    public bool Has(DomainName origin, ServedFile file) => _files.TryGetValue(origin, out var its) && its == file;

    /// <summary>Whether a file may have a zone: no other has it that is still there. A file that was renamed is another one.</summary>
    public bool IsFreeFor(DomainName origin, ServedFile file) =>
        !_files.TryGetValue(origin, out var its) || its == file || its.IsMissing;

    /// <summary>Gives a file a zone that is free for it.</summary>
    public void Give(DomainName origin, ServedFile file) => _files[origin] = file;

    /// <summary>Lets go of a zone.</summary>
    public void Remove(DomainName origin) => _files.Remove(origin);
}
