using Microsoft.Win32.SafeHandles;
using MirageGen.Unix.Consoles;

namespace MirageGen.Unix.Capture;

/// <summary>
/// A file of captured frames, written behind the loop's back. Frames that come faster than the disk takes them are left out
/// and counted.
/// </summary>
internal sealed class CaptureFile : IDisposable
{
    /// <summary>Frames that wait for the disk, in octets; as many may be on their way to it.</summary>
    private const int BufferOctets = 16 * 1024 * 1024;

    private static readonly TimeSpan PartingTime = TimeSpan.FromSeconds(5);

    private readonly SafeFileHandle _file;
    private readonly OutputStream _output;

    private CaptureFile(SafeFileHandle file)
    {
        _file = file;
        _output = new((int)file.DangerousGetHandle(), BufferOctets, PartingTime);
        Span<byte> header = stackalloc byte[PcapFormat.FileHeaderOctets];
        PcapFormat.WriteFileHeader(header);
        _ = _output.TryWrite(header, default);
    }

    /// <summary>Frames that were left out.</summary>
    public long Missed { get; private set; }

    /// <summary>Begins a file, over one that is there. It may wait.</summary>
    /// <exception cref="DeviceException">It cannot be written.</exception>
    public static CaptureFile Create(string path)
    {
        try
        {
            return new(File.OpenHandle(path, FileMode.Create, FileAccess.Write, FileShare.Read));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new DeviceException($"cannot write the capture '{path}': {error.Message}", error);
        }
    }

    /// <summary>Adds a frame.</summary>
    public void Add(DateTimeOffset time, ReadOnlySpan<byte> frame)
    {
        Span<byte> header = stackalloc byte[PcapFormat.FrameHeaderOctets];
        PcapFormat.WriteFrameHeader(header, time, frame.Length, frame.Length);
        Missed += _output.TryWrite(header, frame) ? 0 : 1;
    }

    /// <summary>Has the disk take what is left, and closes the file.</summary>
    public void Dispose()
    {
        _output.Dispose();
        _file.Dispose();
    }
}
