namespace MirageGen;

/// <summary>
/// A device cannot do what was asked of it for a reason outside the program: a port is taken, a directory is missing,
/// an interface does not exist. The message is a whole sentence's worth for the person who runs the appliance; a
/// machine whose appliance ends with it prints it as one line and exits with code 1.
/// </summary>
public class DeviceException : IOException
{
    /// <summary>Says what is wrong and what was asked for.</summary>
    /// <param name="message">For example <c>cannot listen on 127.0.0.1:80: permission denied</c>.</param>
    public DeviceException(string message)
        : base(message)
    {
    }

    /// <summary>Says what is wrong and keeps the cause for the log.</summary>
    /// <param name="message">For example <c>cannot listen on 127.0.0.1:80: permission denied</c>.</param>
    /// <param name="cause">The error underneath.</param>
    public DeviceException(string message, Exception? cause)
        : base(message, cause)
    {
    }
}
