namespace MirageGen;

/// <summary>
/// The files of the host that a boot argument names, by a path as its user writes it. A target without a host's disk has
/// none: an appliance asks for it by <c>IHostFiles? files = null</c>, and says what it cannot do where it is null.
/// </summary>
public interface IHostFiles
{
    /// <summary>Opens what a path names, for as long as the appliance runs.</summary>
    /// <param name="path">Relative to where the process was started, or absolute.</param>
    /// <returns>
    /// A store of the file's directory, which cannot be left, with the file's key; of a directory, itself with its root. Null
    /// when there is nothing of that name.
    /// </returns>
    /// <exception cref="DeviceException">There is something, but no regular file and no directory, or it must not be read.</exception>
    HostPlace? Open(string path);
}
