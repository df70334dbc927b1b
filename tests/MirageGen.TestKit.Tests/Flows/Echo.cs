using System.Buffers;

namespace MirageGen.TestKit.Tests.Flows;

/// <summary>What many tests of flows say to each other.</summary>
internal static class Echo
{
    /// <summary>Sends back what arrives until it ends.</summary>
    public static async Task ServeAsync(ITcpFlow flow, CancellationToken stop)
    {
        while (true)
        {
            var read = await flow.Input.ReadAsync(stop);
            foreach (var piece in read.Buffer)
            {
                flow.Output.Write(piece.Span);
            }

            flow.Input.AdvanceTo(read.Buffer.End);
            await flow.Output.FlushAsync(stop);
            if (read.IsCompleted)
            {
                return;
            }
        }
    }

    /// <summary>Reads so many octets.</summary>
    public static async Task<byte[]> ReadExactlyAsync(IFlow flow, int count)
    {
        var read = await flow.Input.ReadAtLeastAsync(count);
        Assert.True(read.Buffer.Length >= count, "The flow has ended early.");
        var octets = read.Buffer.Slice(0, count).ToArray();
        flow.Input.AdvanceTo(read.Buffer.GetPosition(count));
        return octets;
    }

    /// <summary>Reads to the end.</summary>
    public static async Task<byte[]> ReadToEndAsync(IFlow flow)
    {
        var all = new ArrayBufferWriter<byte>();
        while (true)
        {
            var read = await flow.Input.ReadAsync();
            foreach (var piece in read.Buffer)
            {
                all.Write(piece.Span);
            }

            flow.Input.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return all.WrittenSpan.ToArray();
            }
        }
    }
}
