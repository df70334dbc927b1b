using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

/// <summary>The control connection: single octets that say what comes next, and JSON behind its length.</summary>
public sealed class IperfControl(ITcpFlow flow)
{
    /// <summary>The name of a test, which each of its connections begins with: 36 letters and a zero.</summary>
    public const int CookieOctets = 37;

    private const int MostJsonOctets = 256 * 1024;

    /// <summary>Reads the octets that a connection begins with.</summary>
    public static async Task<byte[]> ReadCookieAsync(ITcpFlow flow, CancellationToken stop) =>
        await ReadAsync(flow, CookieOctets, stop);

    public async Task SendAsync(IperfState state, CancellationToken stop) =>
        _ = await flow.Output.WriteAsync(new[] { (byte)state }, stop);

    /// <summary>Says that the test cannot be, by one of iperf3's numbers for errors.</summary>
    public async Task SendErrorAsync(int error, CancellationToken stop)
    {
        var octets = new byte[1 + sizeof(int) + sizeof(int)];
        octets[0] = unchecked((byte)IperfState.ServerError);
        BinaryPrimitives.WriteInt32BigEndian(octets.AsSpan(1), error);
        _ = await flow.Output.WriteAsync(octets, stop);
    }

    /// <summary>Reads what follows <see cref="IperfState.ServerError"/>: iperf3's number for it.</summary>
    public async Task<int> ReceiveErrorAsync(CancellationToken stop) =>
        BinaryPrimitives.ReadInt32BigEndian(await ReadAsync(flow, sizeof(int) + sizeof(int), stop));

    public async Task<IperfState> ReceiveAsync(CancellationToken stop) => (IperfState)(await ReadAsync(flow, 1, stop))[0];

    /// <summary>Reads what must come next.</summary>
    /// <exception cref="IperfException">Something else comes.</exception>
    public async Task ExpectAsync(IperfState expected, CancellationToken stop)
    {
        if (await ReceiveAsync(stop) is var state && state != expected)
        {
            throw new IperfException($"the other end says {state} where {expected} was due");
        }
    }

    public async Task SendAsync<T>(T value, JsonTypeInfo<T> type, CancellationToken stop)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(value, type);
        BinaryPrimitives.WriteInt32BigEndian(flow.Output.GetSpan(sizeof(int)), json.Length);
        flow.Output.Advance(sizeof(int));
        _ = await flow.Output.WriteAsync(json, stop);
    }

    public async Task<T> ReceiveAsync<T>(JsonTypeInfo<T> type, CancellationToken stop)
    {
        var length = BinaryPrimitives.ReadInt32BigEndian(await ReadAsync(flow, sizeof(int), stop));
        if (length is < 0 or > MostJsonOctets)
        {
            throw new IperfException($"the other end announces {length} octets of JSON");
        }

        try
        {
            return JsonSerializer.Deserialize(await ReadAsync(flow, length, stop), type)
                ?? throw new IperfException("the other end sends null");
        }
        catch (JsonException error)
        {
            throw new IperfException($"the other end's JSON is none: {error.Message}");
        }
    }

    private static async Task<byte[]> ReadAsync(ITcpFlow flow, int count, CancellationToken stop)
    {
        if (count == 0)
        {
            return [];
        }

        var read = await flow.Input.ReadAtLeastAsync(count, stop);
        if (read.Buffer.Length < count)
        {
            throw new IperfException("the other end has gone");
        }

        var octets = read.Buffer.Slice(0, count).ToArray();
        flow.Input.AdvanceTo(read.Buffer.GetPosition(count));
        return octets;
    }
}
