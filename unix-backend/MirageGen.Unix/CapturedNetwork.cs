using Microsoft.Extensions.Logging;
using MirageGen.Unix.Capture;
using MirageGen.Unix.Storage;

namespace MirageGen.Unix;

/// <summary>
/// NETWORK as it is, with a tap for <c>tcpdump</c> and its like: what passes another network device is written to a file as
/// well. In images that are built with <c>MirageCapture=true</c> only, since a second implementation of the signature costs
/// every call through it.
/// </summary>
/// <remarks>
/// Frames are written as the device has them: where it cuts frames or makes checksums, what it is given to do is not done
/// yet. A frame that the host refuses after it was sent is in the file all the same.
/// </remarks>
[Device(typeof(INetwork), Target = "unix", When = "MirageCapture=true")]
public sealed partial class CapturedNetwork : INetwork, IFrameReceiver, IDisposable
{
    private readonly INetwork _network;
    private readonly TimeProvider _clock;
    private readonly ILogger<CapturedNetwork> _log;
    private readonly CaptureFile? _file;
    private byte[] _whole = [];
    private IFrameReceiver? _receiver;

    internal CapturedNetwork(INetwork network, TimeProvider clock, ILogger<CapturedNetwork> log, CaptureFile? file)
    {
        _network = network;
        _clock = clock;
        _log = log;
        _file = file;
    }

    /// <inheritdoc/>
    public MacAddress Address => _network.Address;

    /// <inheritdoc/>
    public int Mtu => _network.Mtu;

    /// <inheritdoc/>
    public bool IsUp => _network.IsUp;

    /// <inheritdoc/>
    public NetworkOffloads Offloads => _network.Offloads;

    /// <inheritdoc/>
    public NetworkCounters Counters => _network.Counters;

    /// <inheritdoc/>
    public Span<byte> Reserved => _network.Reserved;

    /// <summary>Begins the capture, if there is to be one.</summary>
    /// <param name="network">Whose frames.</param>
    /// <param name="clock">Tells when they passed.</param>
    /// <param name="log">Where it is reported that frames are missing from the file.</param>
    /// <param name="capture">The file; null for no capture.</param>
    /// <exception cref="DeviceException">The file cannot be written.</exception>
    public static async Task<CapturedNetwork> ConnectAsync(
        INetwork network,
        TimeProvider clock,
        ILogger<CapturedNetwork> log,
        [Argument("File to write what passes the network to, in pcap format")] string? capture = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(clock);
        return new(network, clock, log, capture is null ? null : await BlockingWork.RunAsync(() => CaptureFile.Create(capture)));
    }

    /// <inheritdoc/>
    public bool TryReserve(int capacity, out Span<byte> frame) => _network.TryReserve(capacity, out frame);

    /// <inheritdoc/>
    public void Send(int length, in TransmitOffload offload = default)
    {
        if (_file is not null && length <= _network.Reserved.Length)
        {
            _file.Add(_clock.GetUtcNow(), _network.Reserved[..length]);
        }

        _network.Send(length, offload);
    }

    /// <inheritdoc/>
    public ValueTask WaitForSpaceAsync() => _network.WaitForSpaceAsync();

    /// <inheritdoc/>
    public void Attach(IFrameReceiver receiver)
    {
        _network.Attach(_file is null ? receiver : this);
        _receiver = receiver;
    }

    /// <summary>Ends the capture.</summary>
    public void Dispose()
    {
        if (_file is { } file)
        {
            file.Dispose();
            if (file.Missed > 0)
            {
                LogMissed(_log, file.Missed);
            }
        }
    }

    void IFrameReceiver.Receive(in ReceivedFrame frame)
    {
        _file!.Add(_clock.GetUtcNow(), frame.PieceCount == 1 ? frame.Head : Whole(frame));
        _receiver!.Receive(frame);
    }

    void IFrameReceiver.EndOfBatch() => _receiver!.EndOfBatch();

    void IFrameReceiver.CarrierReturned() => _receiver!.CarrierReturned();

    private ReadOnlySpan<byte> Whole(in ReceivedFrame frame)
    {
        if (_whole.Length < frame.Length)
        {
            _whole = new byte[frame.Length];
        }

        frame.CopyTo(0, _whole.AsSpan(0, frame.Length));
        return _whole.AsSpan(0, frame.Length);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The capture lacks {Count} frames that came faster than they could be written")]
    private static partial void LogMissed(ILogger log, long count);
}
